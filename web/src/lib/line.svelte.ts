/** Whether the server hears us. Two witnesses: the event stream and every other call. */
class Line {
  state = $state<'opening' | 'open' | 'lost'>('opening');

  heard() {
    if (this.state !== 'open') this.state = 'open';
  }
  failed() {
    if (this.state !== 'lost') this.state = 'lost';
  }
}

export const line = new Line();
