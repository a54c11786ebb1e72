/** Region names as alarms print them ("US West - Oregon", "EU (London)"), squeezed to letters, to their codes. */
const codes = new Map<string, string>(
  Object.entries({
    usEastNVirginia: 'us-east-1',
    usEastOhio: 'us-east-2',
    usWestNCalifornia: 'us-west-1',
    usWestOregon: 'us-west-2',
    africaCapeTown: 'af-south-1',
    asiaPacificHongKong: 'ap-east-1',
    asiaPacificMumbai: 'ap-south-1',
    asiaPacificHyderabad: 'ap-south-2',
    asiaPacificSingapore: 'ap-southeast-1',
    asiaPacificSydney: 'ap-southeast-2',
    asiaPacificJakarta: 'ap-southeast-3',
    asiaPacificMelbourne: 'ap-southeast-4',
    asiaPacificTokyo: 'ap-northeast-1',
    asiaPacificSeoul: 'ap-northeast-2',
    asiaPacificOsaka: 'ap-northeast-3',
    asiaPacificMalaysia: 'ap-southeast-5',
    asiaPacificNewZealand: 'ap-southeast-6',
    asiaPacificThailand: 'ap-southeast-7',
    asiaPacificTaipei: 'ap-east-2',
    canadaCentral: 'ca-central-1',
    canadaWestCalgary: 'ca-west-1',
    chinaBeijing: 'cn-north-1',
    chinaNingxia: 'cn-northwest-1',
    euFrankfurt: 'eu-central-1',
    europeFrankfurt: 'eu-central-1',
    euZurich: 'eu-central-2',
    europeZurich: 'eu-central-2',
    euIreland: 'eu-west-1',
    europeIreland: 'eu-west-1',
    euLondon: 'eu-west-2',
    europeLondon: 'eu-west-2',
    euParis: 'eu-west-3',
    europeParis: 'eu-west-3',
    euStockholm: 'eu-north-1',
    europeStockholm: 'eu-north-1',
    euMilan: 'eu-south-1',
    europeMilan: 'eu-south-1',
    euSpain: 'eu-south-2',
    europeSpain: 'eu-south-2',
    israelTelAviv: 'il-central-1',
    mexicoCentral: 'mx-central-1',
    middleEastBahrain: 'me-south-1',
    middleEastUAE: 'me-central-1',
    awsGovCloudUSWest: 'us-gov-west-1',
    awsGovCloudUSEast: 'us-gov-east-1',
    southAmericaSaoPaulo: 'sa-east-1',
    southAmericaSãoPaulo: 'sa-east-1',
  }).map(([name, code]) => [name.toLowerCase(), code]),
);

const codePattern =
  /\b(?:af|ap|ca|cn|eu|il|me|mx|sa|us|us-gov)-(?:central|east|north|northeast|northwest|south|southeast|southwest|west)-\d\b/;

/** A region code in the text, or the code of the region that it names; undefined where it names none. */
export function readRegion(text: string): string | undefined {
  return text.match(codePattern)?.[0] ?? codes.get(text.toLowerCase().replace(/[^\p{L}]/gu, ''));
}
