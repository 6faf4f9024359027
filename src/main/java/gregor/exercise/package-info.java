/// The exercises: the learner writes a lesson's class, the lesson's own tests judge it, and it runs everywhere.
///
/// It stands above the ladder: lessons never import it.
package gregor.exercise;
