/// Generates the sample events in `data/`.
package gregor.data;
