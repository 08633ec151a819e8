/// Expressions of decision records in CEL, the Common Expression Language. Not a named module,
/// since the library behind it spreads its packages over several archives, which named modules
/// can't read.
@NullMarked
package dev.lorimer.govern.cel;

import org.jspecify.annotations.NullMarked;
