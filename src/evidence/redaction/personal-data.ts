import { type Detector, hideMatches } from './detector.ts';

const email =
  /(?<![A-Za-z0-9._%+-])[A-Za-z0-9._+-](?:[A-Za-z0-9._+-]|%(?!40)){0,63}(?:@|%40)(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}(?![A-Za-z0-9-])/g;
const card =
  /(?<![\w.+-])(?:\d{13,19}|\d{4}(?:[ -]\d{4}){3}(?:[ -]\d{1,3})?|\d{4}[ -]\d{6}[ -]\d{5})(?![\w-]|\.\d)/g;
const phone =
  /(?<![\w+.-])(?:(?:\+|%2B)[1-9]\d{0,2}(?:[ .-]?\(?\d{1,5}\)?){1,6}|\(\d{3}\) ?\d{3}[ -]\d{4}|\d{3}[-.]\d{3}[-.]\d{4})(?![\w]|[-.]\d)/g;
const ipv4 = /(?<![\w.-])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\w]|\.\d)/g;
const ipv6 =
  /(?<![\w:.])(?:(?:[0-9a-f]{1,4}:){3,7}[0-9a-f]{1,4}|(?:[0-9a-f]{1,4}:){1,6}(?::[0-9a-f]{1,4}){1,6}|::(?:[0-9a-f]{1,4}:){0,6}[0-9a-f]{1,4})(?![\w:])/gi;

/** E-mail and card numbers, phone numbers and addresses of the network, each by the policy's word. */
export const hidePersonalData: Detector = (text, policy, count) => {
  let made = text;
  if (policy.emails && /@|%40/.test(made)) made = hideMatches(made, email, count);
  if (policy.cardNumbers) made = hideMatches(made, card, count, isCardNumber);
  if (policy.phoneNumbers) made = hideMatches(made, phone, count, isPhoneNumber);
  if (policy.ipAddresses) made = hideMatches(hideMatches(made, ipv4, count), ipv6, count);
  return made;
};

/** Opening digits of the card networks; a time stamp in ms, µs or ns begins with 1 and is none. */
const network = /^(?:4|5[1-5]|2[2-7]|3[47]|30|35|36|38|39|6)/;

function isCardNumber(value: string): boolean {
  const digits = value.replace(/\D/g, '');
  return digits.length >= 13 && digits.length <= 19 && network.test(digits) && passesLuhn(digits);
}

function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let at = 0; at < digits.length; at += 1) {
    const digit = Number(digits[digits.length - 1 - at]);
    const doubled = at % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

function isPhoneNumber(value: string): boolean {
  const digits = value.replace(/%2B/i, '').replace(/\D/g, '');
  return digits.length >= 8 && digits.length <= 15;
}
