/// The crash kit: power loss, failing system calls, damaged bytes, contenders, and kills at random,
/// against the real store and the real loop. Every part counts what it tried and exits with 1 when
/// a promise was broken.
@NullMarked
package dev.lorimer.bench.crash;

import org.jspecify.annotations.NullMarked;
