/** One ALB access-log row. AWS writes seconds; here ms, with null where the row says -1 (the phase was not reached). */
export interface LoadBalancerRow {
	atMs: number;
	line: string;
	loadBalancer: string;
	target?: string;
	requestProcessingMs: number | null;
	targetProcessingMs: number | null;
	responseProcessingMs: number | null;
	loadBalancerStatus?: number;
	targetStatus?: number;
	traceId?: string;
	request?: string;
	errorReason?: string;
}
