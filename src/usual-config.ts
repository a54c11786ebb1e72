/** The configuration's file where the environment names none. */
export const usualConfigPath = 'gw504.yaml';

/**
 * What is hidden beyond secrets where nothing is configured. Apart from the schema, which takes longer to load than one
 * pasted request takes to be explained.
 */
export const usualRedaction = {
  emails: true,
  ipAddresses: false,
  phoneNumbers: true,
  cardNumbers: true,
  fields: [],
};
