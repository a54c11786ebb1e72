/** Logs Insights bills $0.005 for each GB scanned (us-east-1, Standard class): https://aws.amazon.com/cloudwatch/pricing/. */
const usdPerGb = 0.005;

/** What scanning so many bytes costs, USD. Other regions cost up to half as much again: an estimate, and said so. */
export function estimateUsd(bytes: number): number {
  return Math.round((bytes / 1_000_000_000) * usdPerGb * 10_000) / 10_000;
}
