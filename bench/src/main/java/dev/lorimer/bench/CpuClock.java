package dev.lorimer.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.util.Locale;

/// The processor time of all threads of this process, those that ended too. The platform's own
/// clock ticks every 10 ms only.
final class CpuClock {
    /// `CLOCK_PROCESS_CPUTIME_ID` of Linux and of macOS.
    private static int id() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? 12 : 2;
    }

    private CpuClock() {}

    @SuppressWarnings("restricted") // there is no other clock as fine
    static long nanos() {
        var linker = Linker.nativeLinker();
        var call =
                linker.downcallHandle(
                        linker.defaultLookup().findOrThrow("clock_gettime"),
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
        try (var arena = Arena.ofConfined()) {
            var time = arena.allocate(16, 8);
            int failed = (int) call.invokeExact(id(), time);
            if (failed != 0) {
                throw new IllegalStateException("this system has no clock of processor time");
            }
            return time.get(ValueLayout.JAVA_LONG, 0) * 1_000_000_000L
                    + time.get(ValueLayout.JAVA_LONG, 8);
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable failure) {
            throw new IllegalStateException("the clock of processor time can't be read", failure);
        }
    }
}
