/** A line of a backend's own log that names this request. */
export interface BackendLine {
	atMs?: number;
	line: string;
	joinedBy: "trace-id" | "api-request-id" | "extended-request-id";
	logGroup?: string;
}
