import { z } from 'zod';
import { configSchema } from '../../src/config-schema.ts';

interface Node {
  type?: string;
  description?: string;
  default?: unknown;
  enum?: unknown[];
  items?: Node;
  properties?: Record<string, Node>;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  required?: string[];
}

/** Every key of gw504.yaml as rows of a Markdown table, from the schema itself. */
export function configReference(): string {
  const schema: Node = JSON.parse(JSON.stringify(z.toJSONSchema(configSchema, { io: 'input' })));
  return ['| key | value | default | what it is |', '|---|---|---|---|', ...rows('', schema)].join('\n');
}

function rows(path: string, node: Node): string[] {
  return Object.entries(node.properties ?? {}).flatMap(([key, child]) => {
    const name = `${path}${key}`;
    if (child.properties) return rows(`${name}.`, child);
    const inner = child.items?.properties ? rows(`${name}[].`, child.items) : [];
    const isRequired = (node.required ?? []).includes(key);
    return [
      `| \`${name}\` | ${describeValue(child)} | ${defaultOf(child, isRequired)} | ${(child.description ?? '').replaceAll('|', '\\|')} |`,
      ...inner,
    ];
  });
}

function describeValue(node: Node): string {
  if (node.enum) return node.enum.map((value) => `\`${String(value)}\``).join(', ');
  if (node.type === 'array')
    return `list${node.items?.properties ? '' : ` of ${node.items?.type ?? 'text'}s`}`;
  const bounds =
    node.minimum !== undefined && node.maximum !== undefined && node.maximum < Number.MAX_SAFE_INTEGER
      ? `, ${node.minimum} to ${node.maximum}`
      : node.minimum !== undefined && node.minimum > Number.MIN_SAFE_INTEGER
        ? `, at least ${node.minimum}`
        : '';
  return `${node.type === 'integer' ? 'whole number' : (node.type ?? 'text')}${bounds}`;
}

function defaultOf(node: Node, isRequired: boolean): string {
  if (node.default === undefined) return isRequired ? 'required' : '';
  return Array.isArray(node.default) && node.default.length === 0 ? 'empty' : `\`${String(node.default)}\``;
}
