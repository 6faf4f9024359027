/// The lessons in a browser: a notebook whose cells are alive, and a site of static pages.
///
/// It stands above the ladder: lessons never import it.
package gregor.notebook;
