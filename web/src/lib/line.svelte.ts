/** Whether the server hears us. Two witnesses: the event stream and every other call. */
class Line {
  state = $state<'opening' | 'open' | 'lost'>('opening');
  /** The commit that the last answer stood on, while a newer one is being read; else none. */
  behind = $state<number | null>(null);

  /** What an answer said about the commit that it stands on: `41`, or `41 newer`. */
  stands(on: string | null) {
    if (on === null) return;
    const [commit, newer] = on.split(' ');
    this.behind = newer ? Number(commit) : null;
  }

  heard() {
    if (this.state !== 'open') this.state = 'open';
  }
  failed() {
    if (this.state !== 'lost') this.state = 'lost';
  }
}

export const line = new Line();
