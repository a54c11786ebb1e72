/** One VPC flow-log row. `tcpFlags` is the OR of the aggregation window: SYN 2, SYN-ACK 18, FIN 1, RST 4. */
export interface FlowLogRow {
	line: string;
	interfaceId?: string;
	sourceAddress: string;
	destinationAddress: string;
	sourcePort: number;
	destinationPort: number;
	protocol: number;
	packets: number;
	bytes: number;
	startMs: number;
	endMs: number;
	action: "ACCEPT" | "REJECT";
	tcpFlags?: number;
}
