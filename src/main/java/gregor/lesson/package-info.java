/// Reads the lessons, runs their cells, shows them in the terminal, and keeps what is made from them current.
///
/// It stands above the ladder: lessons never import it.
package gregor.lesson;
