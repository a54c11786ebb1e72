/** A mistake of whoever acts: an element that is not there, a view that is closed, a channel that nobody knows. */
export class NoSuchThing extends Error {}
