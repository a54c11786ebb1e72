/** An X-Ray trace, flattened. Times epoch ms. */
export interface Trace {
	traceId: string;
	segments: TraceSegment[];
}

export interface TraceSegment {
	id: string;
	parentId?: string;
	name: string;
	/** "AWS::ApiGateway::Stage", "AWS::Lambda", "AWS::Lambda::Function", … */
	origin?: string;
	/** True for subsegments: a call that its parent made. */
	isCall: boolean;
	startMs: number;
	endMs?: number;
	status?: number;
	fault: boolean;
	error: boolean;
	throttle: boolean;
	requestId?: string;
	extendedRequestId?: string;
}
