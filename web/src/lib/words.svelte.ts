/** What the workbench says: the same Fluent files that the rest of Vigie uses. */
import { FluentBundle, FluentResource, type FluentVariable } from '@fluent/bundle';
import { remembered } from './remember';

export type Language = 'en' | 'fr';

const FILES: Record<Language, () => Promise<{ default: string }>> = {
  en: () => import('../../../locales/en/web.ftl?raw'),
  fr: () => import('../../../locales/fr/web.ftl?raw'),
};

class Words {
  language = $state<Language>('en');
  #bundle = $state.raw<FluentBundle>(new FluentBundle('en'));
  #kept = remembered('language');

  async start() {
    const asked = this.#kept.value || document.documentElement.lang;
    await this.#load(asked.startsWith('fr') ? 'fr' : 'en');
  }

  async choose(language: Language) {
    this.#kept.value = language;
    await this.#load(language);
  }

  async #load(language: Language) {
    const text = (await FILES[language]()).default;
    // Outside text never becomes an argument without <bdi>, so no direction marks are needed.
    const bundle = new FluentBundle(language === 'fr' ? 'fr-FR' : 'en-GB', { useIsolating: false });
    bundle.addResource(new FluentResource(text));
    this.#bundle = bundle;
    this.language = language;
    document.documentElement.lang = language;
  }

  get locale(): string {
    return this.language === 'fr' ? 'fr-FR' : 'en-GB';
  }

  has(id: string): boolean {
    return this.#bundle.hasMessage(id);
  }

  say(id: string, values?: Record<string, FluentVariable>): string {
    const message = this.#bundle.getMessage(id);
    if (!message?.value) return id;
    return this.#bundle.formatPattern(message.value, values ?? {}, []);
  }

  /** The word for a value of the server; the value itself, when it is one we do not know. */
  name(prefix: string, value: string): string {
    const id = `${prefix}-${value.replaceAll('_', '-')}`;
    return this.has(id) ? this.say(id) : value;
  }

  number(value: number): string {
    return new Intl.NumberFormat(this.locale).format(value);
  }
}

export const words = new Words();
export const t = (id: string, values?: Record<string, FluentVariable>) => words.say(id, values);
