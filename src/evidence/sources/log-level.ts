import type { GatewayStage, MethodSetting } from '../../aws/gateway-api.ts';

/**
 * The setting that counts for a method: its own key first ("orders/{id}/GET", as stages name them), then the wildcard
 * for all methods. Route keys ("GET /orders", "$connect") stand as they are.
 */
export function methodSettingOf(
  stage: GatewayStage,
  method: string | undefined,
  path: string | undefined,
): MethodSetting {
  const settings = stage.methodSettings;
  const bare = (path ?? '').replace(/^\/+/, '');
  const own =
    method === undefined || path === undefined
      ? []
      : [`${bare}/${method}`, `${bare}/*`, `*/${method}`, `${method} ${path}`];
  const all: MethodSetting = settings['*/*'] ?? {
    loggingLevel: undefined,
    dataTrace: false,
  };
  for (const key of own) {
    const setting = settings[key] ?? settings[key.replace(/^\//, '')];
    if (setting)
      return {
        loggingLevel: setting.loggingLevel ?? all.loggingLevel,
        dataTrace: setting.dataTrace,
      };
  }
  return all;
}
