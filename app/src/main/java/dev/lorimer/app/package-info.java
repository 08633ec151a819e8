/// The command line: the only `main`, the only wiring.
@NullMarked
package dev.lorimer.app;

import org.jspecify.annotations.NullMarked;
