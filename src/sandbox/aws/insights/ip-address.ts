import { BlockList, isIPv4, isIPv6 } from 'node:net';

type Family = 'ipv4' | 'ipv6' | 'either';

export function isIpAddress(text: string, family: Family): boolean {
  return (family !== 'ipv6' && isIPv4(text)) || (family !== 'ipv4' && isIPv6(text));
}

/** Whether the address lies in a subnet such as "192.0.2.0/24"; false where either of them is none of the family. */
export function isInSubnet(address: string, subnet: string, family: Family): boolean {
  const [network = '', prefix = ''] = subnet.split('/');
  const type = isIPv4(network) ? 'ipv4' : 'ipv6';
  const longest = type === 'ipv4' ? 32 : 128;
  if (!isIpAddress(address, type) || !isIpAddress(network, family)) return false;
  if (!/^\d{1,3}$/.test(prefix) || Number(prefix) > longest) return false;
  const list = new BlockList();
  list.addSubnet(network, Number(prefix), type);
  return list.check(address, type);
}
