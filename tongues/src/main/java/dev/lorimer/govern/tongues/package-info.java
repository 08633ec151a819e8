/// Readers of code in Kotlin, Python, JavaScript, TypeScript and Go. Not a named module, since the
/// parsers behind it all keep their classes in the same package, which named modules can't read.
@NullMarked
package dev.lorimer.govern.tongues;

import org.jspecify.annotations.NullMarked;
