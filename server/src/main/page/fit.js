// How many columns of cards, panes in each and pixels for each plot fill one screen.

/** What a card needs besides its panes, the space between cards, and between panes; charts.css says the same. */
const CARD = 42;
const GAP = 8;
const BETWEEN = 2;
const NARROWEST = 230;
const WIDEST = 400;
const LOW = 30;
/** More than three panes are shown only where they are still easy to read. */
const COMFORTABLE = 44;
const HIGH = 110;
/** Beyond this height a wider curve tells more than a higher one. */
const ENOUGH = 48;
/** What a plot has of its card's width: beside its name, and without its number and the card's edges. */
const SHARE = 0.66;
const NUMBER = 94;
const USUAL = 3;
const MOST = 6;
/** A telephone is scrolled. */
const PHONE = 700;

/** `{columns, panes, plot}` for so many cards, the fullest of which has `fullest` panes, in a room of so many pixels. */
export function fitting(cards, fullest, width, height) {
  if (width < PHONE || cards === 0) {
    return {columns: 1, panes: USUAL, plot: 52};
  }
  for (let panes = Math.min(MOST, Math.max(1, fullest)); panes > 1; panes--) {
    const best = largest(cards, panes, width, height);
    if (best.plot >= (panes > USUAL ? COMFORTABLE : LOW)) {
      return best;
    }
  }
  const least = largest(cards, 1, width, height);
  return {...least, plot: Math.max(LOW, least.plot)};
}

/** The columns that leave the plots the most room, none of them too low where that can be had. */
function largest(cards, panes, width, height) {
  const most = Math.min(cards, columnsOf(width, NARROWEST));
  const all = [];
  for (let columns = Math.min(most, columnsOf(width, WIDEST)); columns <= most; columns++) {
    const rows = Math.ceil(cards / columns);
    const card = (height - (rows - 1) * GAP) / rows - CARD;
    all.push({columns, panes, plot: Math.min(HIGH, Math.floor(card / panes - BETWEEN))});
  }
  const room = ({columns, plot}) => plot < LOW ? plot - LOW : ((width + GAP) / columns - GAP - NUMBER) * SHARE * Math.min(plot, ENOUGH);
  return all.reduce((best, one) => room(one) > room(best) ? one : best);
}

function columnsOf(width, card) {
  return Math.max(1, Math.floor((width + GAP) / (card + GAP)));
}
