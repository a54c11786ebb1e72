/** What the client saw: pasted curl output, headers or body. */
export interface ClientResponse {
	status?: number;
	/** Lower-case names. */
	headers: Record<string, string>;
	body?: string;
	/** Who made the answer, where headers and body prove it. */
	madeBy: "gateway" | "cloudfront" | "load-balancer" | "backend" | "unknown";
	/** The client's own words where there was no answer at all: "Operation timed out after 10001 ms". */
	clientError?: string;
	clientTimeoutMs?: number;
	/** `Date` header, epoch ms (1 s resolution). */
	dateMs?: number;
	traceId?: string;
	requestId?: string;
	extendedRequestId?: string;
	cloudFrontId?: string;
	lines: string[];
}
