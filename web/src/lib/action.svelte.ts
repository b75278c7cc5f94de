/** One change on its way: busy, refused, or done. A refused form keeps what was typed. */
import { told } from './http';

export class Action {
  busy = $state(false);
  error = $state('');

  async run(work: () => Promise<void>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.error = '';
    try {
      await work();
      return true;
    } catch (cause) {
      this.error = told(cause);
      return false;
    } finally {
      this.busy = false;
    }
  }
}
