/** What many passwords are made of: with these taken out, hardly anything is left of a common one. */
const COMMON = [
  ...["password", "passwort", "passwd", "passphrase", "passcode", "motdepasse", "contrasena", "parola"],
  ...["letmein", "letmeinnow", "welcome", "willkommen", "changeme", "change", "default", "secret", "geheim"],
  ...[
    "administrator",
    "admin",
    "root",
    "superuser",
    "user",
    "guest",
    "login",
    "test",
    "testing",
    "temp",
    "demo",
  ],
  ...[
    "qwerty",
    "qwertyuiop",
    "qwertz",
    "azerty",
    "asdfghjkl",
    "asdfgh",
    "asdf",
    "zxcvbnm",
    "zxcvbn",
    "yxcvbnm",
  ],
  ...["iloveyou", "loveyou", "iloveu", "ilove", "love", "lovely", "forever", "friends", "family", "mother"],
  ...["football", "baseball", "basketball", "liverpool", "chelsea", "arsenal", "barcelona", "realmadrid"],
  ...["dragon", "monkey", "sunshine", "princess", "superman", "batman", "spiderman", "starwars", "pokemon"],
  ...[
    "master",
    "shadow",
    "killer",
    "trustno",
    "whatever",
    "internet",
    "computer",
    "samsung",
    "google",
    "apple",
  ],
  ...[
    "michael",
    "jennifer",
    "jessica",
    "charlie",
    "jordan",
    "thomas",
    "ashley",
    "daniel",
    "michelle",
    "nicole",
  ],
  ...["summer", "winter", "spring", "autumn", "monday", "friday", "january", "december", "sommer", "hello"],
  ...["touchstone", "company", "business", "abcdefghijklmnopqrstuvwxyz", "abcdef", "abcd", "abc"],
].toSorted((a, b) => b.length - a.length);

/** What people write in the place of letters. */
const LETTERS: Readonly<Record<string, string>> = {
  ...{ "0": "o", "1": "l", "3": "e", "4": "a", "5": "s", "7": "t" },
  ...{ "@": "a", $: "s", "!": "i" },
};

const lettersOf = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}]/gu, "");
const unmasked = (text: string): string =>
  text.toLowerCase().replaceAll(/[0134575@$!]/g, (character) => LETTERS[character] ?? character);

/** So few letters beside what is common make no password of their own. */
const FEWEST = 4;
const LONG_NUMBER = 16;

const without = (text: string, words: readonly string[]): string =>
  words.reduce((rest, word) => rest.replaceAll(word, ""), text);

/**
 * Why a password would be guessed first, as a sentence; null: it is none of the common kinds. `own`: what is known of the
 * person, such as their address. How long it must be is asked elsewhere.
 */
export function refusePassword(password: string, own: readonly string[]): string | null {
  if (new Set(password.toLowerCase()).size < 5)
    return "This password repeats the same few characters: it is guessed at once. Choose another one.";
  if (/^[\d\s.-]+$/.test(password) && password.length < LONG_NUMBER)
    return "This password is a number: it is guessed quickly. Use words of your own as well.";
  const names = own.flatMap((text) => {
    const name = lettersOf(text.split("@")[0] ?? "");
    return name.length >= 3 ? [name] : [];
  });
  const rests = [lettersOf(password), lettersOf(unmasked(password))];
  const isHardlyMoreThan = (words: readonly string[]) =>
    rests.some((rest) => without(rest, words) !== rest && without(rest, words).length < FEWEST);
  if (isHardlyMoreThan(names))
    return "This password is hardly more than your name or address. Choose another one.";
  if (isHardlyMoreThan([...COMMON, ...names]))
    return "This is one of the most common passwords, or close to one. Choose another one.";
  return null;
}
