/// Archived events as data: a table, its plots, and the way back into a log.
package gregor.archive;
