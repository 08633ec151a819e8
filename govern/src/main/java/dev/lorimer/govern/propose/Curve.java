package dev.lorimer.govern.propose;

import java.util.HashMap;
import java.util.Map;

/// How many files used something, over the steps of a history: what is left of the curve when only
/// its peak and its fall matter.
final class Curve {
    /// Nobody did that yet.
    static final int NEVER = -1;

    private int now;
    private int peak;
    private int peakStep = NEVER;
    private int fellStep = NEVER;
    private int goneStep = NEVER;
    private int returns;
    private int moved;
    private int deleted;
    private final Map<Integer, Integer> instead = new HashMap<>(0);

    /// A file of `step` stopped using it.
    ///
    /// @param lives whether the file itself lives on
    void drop(boolean lives) {
        moved += lives ? 1 : 0;
        deleted += lives ? 0 : 1;
    }

    /// The same file began to use that.
    void replacedBy(int other) {
        instead.merge(other, 1, Integer::sum);
    }

    /// The number of files after a step.
    ///
    /// @param common how many files make a use that counts as gone, and as come back
    void set(int step, int files, int common) {
        if (files > peak) {
            peak = files;
            peakStep = step;
            fellStep = NEVER;
            moved = 0;
            deleted = 0;
            instead.clear();
        } else if (files == peak) {
            fellStep = NEVER;
        } else if (fellStep == NEVER) {
            fellStep = step;
        }
        if (now > 0 && files == 0) {
            goneStep = step;
        }
        returns += now == 0 && files > 0 && goneStep != NEVER && peak >= common ? 1 : 0;
        now = files;
    }

    int now() {
        return now;
    }

    int peak() {
        return peak;
    }

    int peakStep() {
        return peakStep;
    }

    /// The step after the peak at which the number began to fall.
    int fellStep() {
        return fellStep;
    }

    /// The step at which the last use went.
    int goneStep() {
        return goneStep;
    }

    /// How often it came back after it was gone.
    int returns() {
        return returns;
    }

    /// Since the peak, how many files stopped using it and live on.
    int moved() {
        return moved;
    }

    /// Since the peak, how many files that used it were deleted.
    int deleted() {
        return deleted;
    }

    /// What files began to use in the same step, and how many of them.
    Map<Integer, Integer> instead() {
        return instead;
    }
}
