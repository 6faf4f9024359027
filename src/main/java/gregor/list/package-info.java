/// An ordered list; reading does not remove.
package gregor.list;
