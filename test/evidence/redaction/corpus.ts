/** One secret planted in a line as it would stand in a log. All invented; joined here so that no scanner takes them for real. */
export interface Planted {
  name: string;
  line: string;
  secret: string;
}

const join = (...parts: string[]) => parts.join('');
const request = '914bad5e-1840-41e9-83f1-efc9a0398ffc';
const jwt = join('eyJ', 'hbGciOiJIUzI1NiJ9.eyJ', 'zdWIiOiJ0ZXN0LXVzZXIifQ.', 'c2lnbmF0dXJlLW9mLW5vYm9keQ');
const keyId = join('AKIA', 'QWERTYUIOP123456');
const temporaryId = join('ASIA', 'ZXCVBNMASD098765');
const awsSecret = join('wJalrXUt', 'nFEMI/K7MDENG/bPxRfiCYzzzzzzzzzz');
const session = join('IQoJb3JpZ2lu', 'X2VjEJr//////////wEaCWV1LXdlc3QtMSJHMEUCIQ');

const headerValues: [string, string][] = [
  ['Authorization', `Bearer ${jwt}`],
  ['authorization', 'Basic dXNlcjpzM2NyM3QtcGFzcw=='],
  ['Cookie', 'sid=s%3A9f8e7d6c5b; theme=dark'],
  ['Set-Cookie', 'sid=s%3A1a2b3c4d5e; Path=/; HttpOnly'],
  ['x-api-key', 'Zx81hQpL0aaW7eTn5RkV2m'],
  ['X-Amz-Security-Token', session],
  ['X-Auth-Token', 'auth-0451-fjord-plum'],
  ['X-CSRF-Token', 'csrf-77-willow-tray'],
  ['Proxy-Authorization', 'Basic cHJveHk6aHVzaC1odXNo'],
  ['X-Goog-Api-Key', 'goog-invented-55aa66bb'],
  ['Ocp-Apim-Subscription-Key', '0badc0de0badc0de0badc0de0badc0de'],
  ['X-Vault-Token', 's.hazelnutbrook4412'],
];

const inHeaders = headerValues.flatMap(([name, secret]): Planted[] => [
  {
    name: `${name} in a gateway map`,
    line: `(${request}) Method request headers: {Accept=*/*, ${name}=${secret}, Host=api.example.com}`,
    secret,
  },
  {
    name: `${name} last in a map`,
    line: `(${request}) Endpoint request headers: {Accept=*/*, ${name}=${secret}}`,
    secret,
  },
  {
    name: `${name} in a cut map`,
    line: `(${request}) Method request headers: {Accept=*/*, ${name}=${secret} [TRUNCATED]`,
    secret,
  },
  {
    name: `${name} in a header line`,
    line: `< HTTP/1.1 504\n< ${name}: ${secret}\n< Date: Sat, 21 Nov 2026 10:00:29 GMT`,
    secret,
  },
  {
    name: `${name} in a curl command`,
    line: `curl -H '${name}: ${secret}' https://api.example.com/orders`,
    secret,
  },
  { name: `${name} in JSON`, line: JSON.stringify({ headers: { Accept: '*/*', [name]: secret } }), secret },
  {
    name: `${name} in JSON inside JSON`,
    line: JSON.stringify({ event: JSON.stringify({ headers: { [name]: secret, Host: 'a' } }) }),
    secret,
  },
]);

const inLists = headerValues.flatMap(([name, secret]): Planted[] => {
  const event = { multiValueHeaders: { Accept: ['*/*'], [name]: [secret], Host: ['a'] } };
  return [
    { name: `${name} in a list`, line: JSON.stringify(event), secret },
    { name: `${name} in an escaped list`, line: JSON.stringify({ event: JSON.stringify(event) }), secret },
    { name: `${name} as a list in a map`, line: `{Accept=[*/*], ${name}=[${secret}], Host=[a]}`, secret },
  ];
});

const fieldValues: [string, string | number][] = [
  ['password', 'tin-lantern-19'],
  ['passwd', 'tin-lantern-20'],
  ['newPassword', 'tin-lantern-21'],
  ['user_password', 'tin-lantern-22'],
  ['secret', 'quiet-otter-31'],
  ['clientSecret', 'quiet-otter-32'],
  ['client_secret', 'quiet-otter-33'],
  ['token', 'maple-ridge-41'],
  ['access_token', 'maple-ridge-42'],
  ['refreshToken', 'maple-ridge-43'],
  ['id-token', 'maple-ridge-44'],
  ['apiKey', 'copper-vale-51'],
  ['pin', 8812],
  ['cvv', 917],
  ['ssn', '078-05-1120'],
  ['cardNumber', '4000-1234'],
  ['otp', 551_208],
  ['privateKey', 'velvet-arch-61'],
];

const inFields = fieldValues.flatMap(([name, value]): Planted[] => {
  const secret = String(value);
  const body = JSON.stringify({ user: 'u-1', [name]: value, amount: 12 });
  return [
    {
      name: `${name} in a body`,
      line: `(${request}) Method request body before transformations: ${body}`,
      secret,
    },
    {
      name: `${name} in an escaped body`,
      line: `Endpoint request body after transformations: ${JSON.stringify({ body })}`,
      secret,
    },
    { name: `${name} escaped twice`, line: JSON.stringify({ log: JSON.stringify({ body }) }), secret },
    {
      name: `${name} in a cut body`,
      line: `Endpoint request body: {"user":"u-1","${name}":"${secret} [TRUNCATED]`,
      secret,
    },
  ];
});

const parameters: [string, string][] = [
  ['X-Amz-Signature', 'f00dfeedf00dfeedf00dfeedf00dfeedf00dfeedf00dfeedf00dfeedf00dfeed'],
  ['X-Amz-Credential', `${temporaryId}%2F20261121%2Feu-west-1%2Fs3%2Faws4_request`],
  ['X-Amz-Security-Token', encodeURIComponent(session)],
  ['Signature', 'vjbyPxybdZaNmGa%2ByT272YEAiv4%3D'],
  ['token', 'birch-lane-71'],
  ['access_token', 'birch-lane-72'],
  ['key', 'birch-lane-73'],
  ['api_key', 'birch-lane-74'],
  ['code', 'birch-lane-75'],
  ['client_secret', 'birch-lane-76'],
  ['sig', 'birch-lane-77%3D'],
  ['password', 'birch-lane-78'],
];

const inParameters = parameters.flatMap(([name, secret]): Planted[] => [
  {
    name: `${name} in a URL`,
    line: `Sending request to https://files.example.com/a.pdf?x=1&${name}=${secret}&y=2`,
    secret,
  },
  { name: `${name} first and last in a URL`, line: `GET /a.pdf?${name}=${secret} HTTP/1.1`, secret },
  {
    name: `${name} in a query-string map`,
    line: `(${request}) Method request query string: {x=1, ${name}=${secret}}`,
    secret,
  },
]);

const tokens: [string, string][] = [
  ['a bot token', join('xox', 'b-123456789012-123456789012-AbCdEfGhIjKlMnOpQrStUvWx')],
  ['a user token', join('xox', 'p-123456789012-123456789012-abcdef')],
  ['an app token', join('xapp', '-1-A0123456789-1234567890123-abcdef0123456789')],
  ['a GitHub token', join('ghp', '_0123456789abcdefghijABCDEFGHIJ012345')],
  ['a fine GitHub token', join('github', '_pat_11ABCDEFG0abcdefghijkl_mnopqrstuvwx')],
  ['a GitLab token', join('glpat', '-abcdefghij0123456789')],
  ['a model key', join('sk', '-proj-abcdefghijklmnopqrstuvwx0123456789')],
  ['another model key', join('sk', '-ant-api03-abcdefghijklmnopqrstuvwx')],
  ['a Stripe key', join('sk', '_live_4eC39HqLyjWDarjtT1zdp7dc')],
  ['a Stripe restricted key', join('rk', '_test_4eC39HqLyjWDarjtT1zdp7dc')],
  ['a Google key', join('AIza', 'SyA1234567890abcdefghijklmnopqrstuv')],
  ['a Google token', join('ya29', '.a0AfH6SMBabcdefghijklmnop')],
  ['an npm token', join('npm', '_0123456789abcdefghijABCDEFGHIJ012345')],
  ['a SendGrid key', join('SG', '.abcdefghijklmnopqrstuv.abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG')],
  ['a Mailgun key', join('key', '-0123456789abcdef0123456789abcdef')],
  ['a Twilio key', join('SK', '0123456789abcdef0123456789abcdef')],
  ['a Shopify token', join('shpat', '_0123456789abcdef0123456789abcdef')],
  ['a Vault token', join('hvs', '.CAESIabcdefghijklmnopqrstuvwxyz')],
  ['a Databricks token', join('dapi', '0123456789abcdef0123456789abcdef')],
  ['a New Relic key', join('NRAK', '-ABCDEFGHIJKLMNOPQRSTUVWXYZ1')],
  ['a Telegram token', join('123456789', ':AAabcdefghijklmnopqrstuvwxyz0123456')],
  ['a Grafana token', join('glsa', '_abcdefghijklmnopqrstuvwxyzABCDEF_01234567')],
  ['a Hugging Face token', join('hf', '_abcdefghijklmnopqrstuvwxyzABCDEFGH')],
  [
    'a DigitalOcean token',
    join('dop', '_v1_0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef'),
  ],
  ['a JWT', jwt],
  ['a cut JWT', jwt.slice(0, 44)],
  ['an access key id', keyId],
  ['a temporary access key id', temporaryId],
  ['a session token', session],
];

const inText = tokens.flatMap(([name, secret]): Planted[] => [
  {
    name: `${name} in a sentence`,
    line: `2026-11-21T10:00:00.000Z\t${request}\tINFO\tusing ${secret} for the call`,
    secret,
  },
  { name: `${name} in JSON`, line: JSON.stringify({ msg: `got ${secret}.`, n: 1 }), secret },
]);

const key = join('MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7', 'VJTUt9Us8cKj');
const others: Planted[] = [
  {
    name: 'a password in a nested object',
    line: '{"password":{"old":"reed-{}-1","new":"reed-hall-2"},"x":1}',
    secret: 'reed-hall-2',
  },
  { name: 'a secret beside its key id', line: `${keyId} ${awsSecret}`, secret: awsSecret },
  { name: 'a secret in the environment', line: `AWS_SECRET_ACCESS_KEY=${awsSecret}`, secret: awsSecret },
  {
    name: 'a secret in credentials JSON',
    line: JSON.stringify({ AccessKeyId: keyId, SecretAccessKey: awsSecret }),
    secret: awsSecret,
  },
  {
    name: 'a signed request',
    line: `Authorization=AWS4-HMAC-SHA256 Credential=${temporaryId}/20261121/eu-west-1/lambda/aws4_request, SignedHeaders=host, Signature=deadbeefdeadbeefdeadbeef`,
    secret: 'deadbeefdeadbeefdeadbeef',
  },
  {
    name: 'a password in a URL',
    line: 'connect postgres://app:plum-harbor-81@db.example.com:5432/orders failed',
    secret: 'plum-harbor-81',
  },
  {
    name: 'a password without a user',
    line: 'redis://:plum-harbor-82@cache.example.com:6379',
    secret: 'plum-harbor-82',
  },
  {
    name: 'a password with a slash',
    line: 'amqp://svc:plum/harbor-83@mq.example.com',
    secret: 'plum/harbor-83',
  },
  {
    name: 'a token in a URL',
    line: 'git clone https://a1b2c3d4e5f6a7b8c9d0@git.example.com/r.git',
    secret: 'a1b2c3d4e5f6a7b8c9d0',
  },
  {
    name: 'a connection string',
    line: 'Server=db;User Id=app;Password=plum-harbor-84;Encrypt=true',
    secret: 'plum-harbor-84',
  },
  {
    name: 'an account key',
    line: 'DefaultEndpointsProtocol=https;AccountName=a;AccountKey=cGx1bS1oYXJib3ItODU=;',
    secret: 'cGx1bS1oYXJib3ItODU=',
  },
  {
    name: 'a webhook',
    line: `posting to https://hooks.slack.com/services/${join('T0123', '/B0123/', 'abcdefghijklmnop')}`,
    secret: join('T0123', '/B0123/', 'abcdefghijklmnop'),
  },
  {
    name: 'another webhook',
    line: 'https://discord.com/api/webhooks/123456789012345678/abcDEF_ghi-jkl',
    secret: '123456789012345678/abcDEF_ghi-jkl',
  },
  {
    name: 'a private key',
    line: `-----BEGIN PRIVATE KEY-----\n${key}\n-----END PRIVATE KEY-----`,
    secret: key,
  },
  {
    name: 'a private key on one line',
    line: `{"pem":"-----BEGIN RSA PRIVATE KEY-----\\n${key}\\n-----END RSA PRIVATE KEY-----\\n"}`,
    secret: key,
  },
  { name: 'a cut private key', line: `-----BEGIN OPENSSH PRIVATE KEY-----\n${key}`, secret: key },
  { name: 'a form body', line: 'user=ada&password=olive-stair-91&remember=1', secret: 'olive-stair-91' },
  { name: 'a form body, password first', line: 'password=olive-stair-92&user=ada', secret: 'olive-stair-92' },
  {
    name: 'an assignment in a log',
    line: 'login failed password=olive-stair-93 user=ada',
    secret: 'olive-stair-93',
  },
  { name: 'an assignment with a colon', line: 'db_password: olive-stair-94', secret: 'olive-stair-94' },
  {
    name: 'an error message in prose',
    line: '{"errorType":"Error","errorMessage":"db password is olive-stair-95 for user ada"}',
    secret: 'olive-stair-95',
  },
  { name: 'prose in the past', line: 'the api key was olive-stair-96, it seems', secret: 'olive-stair-96' },
  {
    name: 'a query string far behind a map of headers in the same text',
    line: `(${request}) Method request headers: {Accept=*/*, User-Agent=${'x'.repeat(300)}} (${request}) Method request query string: {x=1, key=birch-lane-99}`,
    secret: 'birch-lane-99',
  },
  {
    name: 'an assignment behind the words of a log line',
    line: `(${request}) Method request body before transformations: db_password: olive-stair-92`,
    secret: 'olive-stair-92',
  },
  {
    name: 'a secret of the environment behind the words of a log line',
    line: `(${request}) Method request body before transformations: AWS_SECRET_ACCESS_KEY=${awsSecret}`,
    secret: awsSecret,
  },
  {
    name: 'an assignment that is assigned',
    line: 'level=debug msg=args:password=olive-stair-93 took=3',
    secret: 'olive-stair-93',
  },
  { name: 'an assignment in quotes', line: "client_secret = 'olive stair 95'", secret: 'olive stair 95' },
  { name: 'a Python dict', line: "{'user': 'ada', 'password': 'olive-stair-96'}", secret: 'olive-stair-96' },
  { name: 'a Ruby hash', line: '{"password"=>"olive-stair-97", "user"=>"ada"}', secret: 'olive-stair-97' },
  {
    name: 'XML',
    line: '<login><user>ada</user><password>olive-stair-98</password></login>',
    secret: 'olive-stair-98',
  },
  { name: 'a command line', line: 'mysql --password=olive-stair-99 -h db', secret: 'olive-stair-99' },
  {
    name: 'curl -u',
    line: 'curl -u ada:olive-stair-90 https://api.example.com',
    secret: 'ada:olive-stair-90',
  },
  { name: 'a value with escaped quotes', line: '{"password":"a\\"b-c-d-e","x":1}', secret: 'b-c-d-e' },
  {
    name: 'a list of tokens',
    line: '{"tokens":1,"token":["fern-gate-1","fern-gate-2"]}',
    secret: 'fern-gate-2',
  },
  {
    name: 'an e-mail address',
    line: 'order of ada.lovelace+test@mail.example.co.uk refused',
    secret: 'ada.lovelace+test@mail.example.co.uk',
  },
  {
    name: 'an encoded e-mail address',
    line: 'GET /u?who=ada%40example.com HTTP/1.1',
    secret: 'ada%40example.com',
  },
  {
    name: 'an e-mail address in a claim',
    line: '{"claims":{"email":"ada@example.com"}}',
    secret: 'ada@example.com',
  },
  { name: 'a card number', line: 'charging 4111111111111111 now', secret: '4111111111111111' },
  {
    name: 'a card number in groups',
    line: 'charging 5500 0000 0000 0004 now',
    secret: '5500 0000 0000 0004',
  },
  { name: 'a card number with hyphens', line: 'card 4111-1111-1111-1111', secret: '4111-1111-1111-1111' },
  { name: 'a card number of fifteen digits', line: 'amex 3782 822463 10005', secret: '3782 822463 10005' },
  { name: 'a telephone number', line: 'text to +44 20 7946 0958 failed', secret: '+44 20 7946 0958' },
  { name: 'a telephone number in one piece', line: '{"to":"+4915112345678"}', secret: '+4915112345678' },
  { name: 'an American telephone number', line: 'call (555) 010-1234', secret: '(555) 010-1234' },
  { name: 'a telephone field', line: '{"phoneNumber":"02079460958"}', secret: '02079460958' },
];

export const corpus: readonly Planted[] = [
  ...inHeaders,
  ...inLists,
  ...inFields,
  ...inParameters,
  ...inText,
  ...others,
];

const trace = '1-5c7674f4-0123456789abcdef01234567';
const cf = 'AbCdEfGhIjKlMnOpQrStUvWxYz0123456789AbCdEfGhIjKlMnOpQr==';

/** Lines that hold no secret, though some look as if: each must come out as it went in. */
export const mustSurvive: readonly string[] = [
  `(${request}) Extended Request Id: Vwc2MGFUrPEFV_g=`,
  '(K2G9wEbUoAMEvag=) WebSocket Request Route: [$connect]',
  `(${request}) Starting authorizer: 62mgrc for request: ${request}`,
  `(${request}) Verifying Usage Plan for request: ${request}. API Key: API Stage: uwe3g5jm54/Prod`,
  `(${request}) API Key authorized because method 'GET /echo' does not require API Key. Request will not contribute to throttle or quota limits`,
  `(${request}) Usage Plan check succeeded for API Key and API Stage uwe3g5jm54/Prod`,
  `(${request}) Starting execution for request: ${request}`,
  `(${request}) HTTP Method: POST, Resource Path: /login/token`,
  `(${request}) API Key ID: v7y79n2re7`,
  `(${request}) Method request path: {id=42}`,
  `(${request}) Method request query string: {page=2, sort=asc}`,
  `(${request}) Method request headers: {Accept=*/*, X-Amzn-Trace-Id=Root=${trace}, X-Amz-Cf-Id=${cf}}`,
  `(${request}) Endpoint request headers: {x-amzn-lambda-integration-tag=${request}, X-Amzn-Trace-Id=Root=${trace}}`,
  `(${request}) Sending request to https://lambda.eu-west-1.amazonaws.com/2015-03-31/functions/arn:aws:lambda:eu-west-1:111122223333:function:orders-token-issuer:live/invocations`,
  `(${request}) Sending request to https://backend.example.com:8443/orders?page=2&sort=asc`,
  `(${request}) Received response. Status: 200, Integration latency: 11029 ms`,
  `(${request}) Endpoint response headers: {Date=Sat, 21 Nov 2026 10:00:00 GMT, x-amzn-RequestId=71952965-3b5c-4f3a-9d3e-0a2b1c4d5e6f, Content-Length=41}`,
  `(${request}) Endpoint response body before transformations: {"statusCode":504,"body":"{\\"message\\":\\"late\\"}"}`,
  `(${request}) Execution failed due to a timeout error`,
  `(${request}) Execution failed due to configuration error: Invalid permissions on Lambda function`,
  `(${request}) Execution failed due to configuration error: API Gateway does not have permission to assume the provided role arn:aws:iam::111122223333:role/gw`,
  `(${request}) Key throttle limit exceeded for RestApi uwe3g5jm54, Stage Prod, Resource k0w8mc, HttpMethod POST. Limit: 1.00 Burst: 1`,
  `(${request}) Unauthorized request: ${request}`,
  `(${request}) Method completed with status: 504`,
  `(${request}) AWS Integration Endpoint RequestId : 71952965-3b5c-4f3a-9d3e-0a2b1c4d5e6f`,
  `(${request}) X-ray Tracing ID : Root=${trace}`,
  `(${request}) Gateway response type: DEFAULT_5XX with status code: 500`,
  'START RequestId: 71952965-3b5c-4f3a-9d3e-0a2b1c4d5e6f Version: $LATEST',
  'END RequestId: 71952965-3b5c-4f3a-9d3e-0a2b1c4d5e6f',
  'REPORT RequestId: 71952965-3b5c-4f3a-9d3e-0a2b1c4d5e6f\tDuration: 28028.20 ms\tBilled Duration: 28400 ms\tMemory Size: 2048 MB\tMax Memory Used: 120 MB\tInit Duration: 329.80 ms',
  `XRAY TraceId: ${trace}\tSegmentId: 3f1e2d3c4b5a6978\tSampled: true`,
  '2026-11-21T10:00:10.000Z 71952965-3b5c-4f3a-9d3e-0a2b1c4d5e6f Task timed out after 10.00 seconds',
  'INIT_START Runtime Version: nodejs:20.v3\tRuntime Version ARN: arn:aws:lambda:eu-west-1::runtime:0cdcfbdefbc5e7d3343f73c2e2dd3cba17d61dea0686b404502a0c9ce83931b9',
  'Error: connect ETIMEDOUT 176.32.98.189:443',
  'getaddrinfo EAI_AGAIN payments.internal.example',
  '{"code":"ETIMEDOUT","errno":-110,"syscall":"connect"}',
  '{"key":"orders/2026/11/21.json","bucket":"reports"}',
  '{"state":"RUNNING","session":"morning"}',
  'timeout of 5000ms exceeded',
  'GET https://pay.example.com/v1 took 27012 ms',
  '1795255200123',
  '1795255200123456',
  '1795255200123456789',
  '2026-11-21T10:00:00.000+0000',
  '21/Nov/2026:10:00:00 +0000',
  'Tue Jun 23 02:21:45 UTC 2026 : Starting execution for request: test-invoke-request',
  '192.0.2.7 - - [21/Nov/2026:10:00:00 +0000] "GET /orders HTTP/1.1" 504 41 914bad5e-1840-41e9-83f1-efc9a0398ffc Vwc2MGFUrPEFV_g=',
  `{"requestId":"${request}","extendedRequestId":"Vwc2MGFUrPEFV_g=","status":"504","integrationLatency":"29000","xrayTraceId":"${trace}"}`,
  `h2 2026-11-21T10:00:29.000000Z app/my-lb/50dc6c495c0c9188 192.0.2.7:2817 10.0.0.1:80 0.001 -1 -1 460 - 34 366 "GET https://a.example:443/ HTTP/2.0" "AmazonAPIGateway_abc" - - arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/t/73e2d6bc24d8a067 "Root=${trace}"`,
  '2 111122223333 eni-0123456789abcdef0 10.0.1.5 10.0.2.7 49152 8443 6 20 4249 1795255200 1795255260 ACCEPT OK',
  `x-amz-cf-id: ${cf}`,
  `x-amzn-requestid: ${request}`,
  'x-amz-apigw-id: Vwc2MGFUrPEFV_g=',
  'x-amzn-ErrorType: InternalServerErrorException',
  'x-cache: Error from cloudfront',
  '{"message": "Endpoint request timed out"}',
  '{"message":"Missing Authentication Token"}',
  'Missing Authentication Token',
  'The security token included in the request is expired',
  'Basic authentication is off; Bearer scheme expected',
  'arn:aws:apigateway:eu-west-1::/restapis/uwe3g5jm54/stages/Prod',
  'arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders/db-AbCdEf',
  '/aws/lambda/token-service',
  '2026/11/21/[$LATEST]3893a2b4c5d6e7f8091a2b3c4d5e6f70',
  '{"password":null,"token":true}',
  '{"nextToken":"page-2"}',
  'e369853df766fa44e1ed0ff613f563bd',
  'AROAQWERTYUIOP123456',
  `${request}_REPLACED_INVALID_REQUEST_ID`,
  'api-gateway-execution-logs_uwe3g5jm54/prod 10:02 to 10:17 UTC',
  '12345678-1234-1234-1234-123456789012',
];
