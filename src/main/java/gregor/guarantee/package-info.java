/// What "delivered" means: retries are recognised, and transactions take effect in all their partitions or in none.
@NullMarked
package gregor.guarantee;

import org.jspecify.annotations.NullMarked;
