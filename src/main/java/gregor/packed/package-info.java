/// A batch is bytes, and stored as it was received.
package gregor.packed;
