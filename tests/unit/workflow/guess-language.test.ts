import { expect, it } from "vitest";
import { withLanguage } from "@/lib/workflow/guess-language";

const TEXTS = {
  English:
    "Thank you for writing to us. We are sorry that the kettle arrived with a broken handle, and we will send you a new one within three days.",
  German:
    "Vielen Dank für Ihre Nachricht. Es tut uns leid, dass der Wasserkocher mit einem gebrochenen Griff angekommen ist, und wir schicken Ihnen einen neuen.",
  French:
    "Merci de nous avoir écrit. Nous sommes désolés que la bouilloire soit arrivée avec une poignée cassée, et nous vous en enverrons une nouvelle sous trois jours.",
};

it.each(Object.entries(TEXTS))("a text in %s is taken for one, beside what is known of it", (name, text) => {
  expect(withLanguage({ model: "small" }, text)).toEqual({ model: "small", "language (guessed)": name });
});

it("nothing is guessed where the metadata says it, nor of a text that is too short to tell", () => {
  const known = { Language: "de-AT" };
  expect(withLanguage(known, TEXTS.German)).toBe(known);
  expect(withLanguage({}, "Danke!")).toEqual({});
  expect(withLanguage({}, "1234567890 ".repeat(20))).toEqual({});
});
