/// Looks at a broker from outside, byte by byte, and says what is wrong with it first.
package gregor.judge;
