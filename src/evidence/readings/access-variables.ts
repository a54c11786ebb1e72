/**
 * `$context` variables that are two names for one thing, to the name used here (facts 2). `integrationStatus` keeps its
 * own name: for a Lambda proxy it is the Lambda service's answer, else the backend's.
 */
const synonyms: Readonly<Record<string, string>> = {
  integrationLatency: 'integration.latency',
  integrationErrorMessage: 'integration.error',
  awsEndpointRequestId: 'integration.requestId',
  wafResponseCode: 'waf.responseCode',
};

/** The one name for a `$context` variable, without "$context.". */
export function canonicalVariable(name: string): string {
  return synonyms[name] ?? name;
}

/** Names that people give their log fields, squeezed to letters and digits in lower case, to the variable they carry. */
const aliases = new Map<string, string>([
  ...named(
    'requestId',
    'requestid',
    'apirequestid',
    'apigwrequestid',
    'gatewayrequestid',
    'contextrequestid',
    'reqid',
  ),
  ...named('extendedRequestId', 'extendedrequestid', 'extrequestid', 'xamzapigwid', 'apigwextendedrequestid'),
  ...named('xrayTraceId', 'xraytraceid', 'traceid', 'xray', 'xrayid', 'xamzntraceid', 'awstraceid'),
  ...named(
    'status',
    'status',
    'statuscode',
    'httpstatus',
    'httpstatuscode',
    'responsestatus',
    'responsestatuscode',
  ),
  ...named(
    'responseLatency',
    'responselatency',
    'latency',
    'responsetime',
    'responselatencyms',
    'totallatency',
  ),
  ...named(
    'integration.latency',
    'integrationlatency',
    'integrationlatencyms',
    'integlatency',
    'backendlatency',
  ),
  ...named('integrationStatus', 'integrationstatus', 'integstatus'),
  ...named(
    'integration.status',
    'functionresponsestatus',
    'integrationresponsestatus',
    'lambdastatus',
    'integrationcodestatus',
  ),
  ...named(
    'integration.integrationStatus',
    'integrationintegrationstatus',
    'integrationservicestatus',
    'lambdaservicestatus',
  ),
  ...named('integration.error', 'integrationerror', 'integrationerrormessage', 'integerror'),
  ...named(
    'integration.requestId',
    'integrationrequestid',
    'awsendpointrequestid',
    'lambdarequestid',
    'functionrequestid',
    'integrequestid',
  ),
  ...named('error.message', 'errormessage', 'error', 'contexterrormessage', 'gatewayerrormessage'),
  ...named('error.messageString', 'errormessagestring'),
  ...named('error.responseType', 'errorresponsetype', 'errortype', 'responsetype', 'gatewayresponsetype'),
  ...named(
    'error.validationErrorString',
    'errorvalidationerrorstring',
    'validationerrorstring',
    'validationerror',
  ),
  ...named('authorizer.latency', 'authorizerlatency', 'authlatency'),
  ...named('authorizer.integrationLatency', 'authorizerintegrationlatency'),
  ...named('authorizer.status', 'authorizerstatus', 'authorizerservicestatus'),
  ...named('authorizer.integrationStatus', 'authorizerintegrationstatus'),
  ...named('authorizer.error', 'authorizererror', 'autherror'),
  ...named('authorizer.requestId', 'authorizerrequestid'),
  ...named('authorizer.principalId', 'authorizerprincipalid', 'principalid'),
  ...named('authorize.latency', 'authorizelatency'),
  ...named('authorize.status', 'authorizestatus', 'authorizeresultstatus'),
  ...named('authorize.error', 'authorizeerror'),
  ...named('authenticate.latency', 'authenticatelatency'),
  ...named('authenticate.status', 'authenticatestatus'),
  ...named('authenticate.error', 'authenticateerror'),
  ...named('waf.latency', 'waflatency'),
  ...named('waf.status', 'wafstatus'),
  ...named('waf.error', 'waferror'),
  ...named('waf.responseCode', 'wafresponsecode'),
  ...named('webaclArn', 'webaclarn', 'wafwebaclarn'),
  ...named('apiId', 'apiid', 'restapiid', 'httpapiid'),
  ...named('stage', 'stage', 'stagename'),
  ...named('httpMethod', 'httpmethod', 'method', 'requestmethod', 'verb'),
  ...named('resourcePath', 'resourcepath', 'resource'),
  ...named('resourceId', 'resourceid'),
  ...named('path', 'path', 'requestpath', 'uri'),
  ...named('routeKey', 'routekey', 'route'),
  ...named('protocol', 'protocol'),
  ...named('responseLength', 'responselength', 'responsesize', 'bytes', 'contentlength'),
  ...named('dataProcessed', 'dataprocessed'),
  ...named('requestTime', 'requesttime', 'requesttimestamp'),
  ...named('requestTimeEpoch', 'requesttimeepoch', 'requesttimems', 'epoch'),
  ...named('eventType', 'eventtype'),
  ...named('connectionId', 'connectionid'),
  ...named('connectedAt', 'connectedat'),
  ...named('messageId', 'messageid'),
  ...named('domainName', 'domainname', 'host', 'domain'),
  ...named('accountId', 'accountid'),
  ...named('identity.sourceIp', 'ip', 'sourceip', 'identitysourceip', 'clientip', 'remoteip'),
  ...named('identity.userAgent', 'useragent', 'identityuseragent'),
  ...named('identity.caller', 'caller', 'identitycaller'),
  ...named('identity.user', 'user', 'identityuser'),
]);

function named(variable: string, ...keys: string[]): [string, string][] {
  return keys.map((key) => [key, variable]);
}

/**
 * The `$context` variable that a field of this name carries by its usual meaning (camelCase, snake_case, kebab-case or
 * dotted); undefined for any other name. A dotted `integration.status` is the variable itself, not `integrationStatus`.
 */
export function variableOfKey(key: string): string | undefined {
  const bare = key.replace(/^\$?context\./, '');
  if (bare === 'integration.status') return bare;
  return aliases.get(bare.toLowerCase().replace(/[^a-z0-9]/g, ''));
}
