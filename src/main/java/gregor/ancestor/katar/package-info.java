/// Katar: its segments and index as a log, and its requests.
package gregor.ancestor.katar;
