package dev.lorimer.govern.verification;

import dev.lorimer.govern.verification.Claim.Result;
import java.util.List;

/// Whether what ran was what was meant.
public enum Standing {
    /// Every claim was recomputed and holds.
    STANDS,
    /// Every claim holds, some because a person let something pass.
    STANDS_WITH_WAIVERS,
    /// Something could not be recomputed.
    INCOMPLETE,
    /// A claim is false.
    REFUSED;

    /// As heavy as the worst of the claims; nothing claimed is nothing recomputed.
    static Standing of(List<Claim> claims) {
        return claims.stream()
                .map(claim -> of(claim.result()))
                .max(Standing::compareTo)
                .orElse(INCOMPLETE);
    }

    private static Standing of(Result result) {
        return switch (result) {
            case HOLDS -> STANDS;
            case WAIVED -> STANDS_WITH_WAIVERS;
            case UNDECIDED -> INCOMPLETE;
            case FAILS -> REFUSED;
        };
    }

    public boolean stands() {
        return this == STANDS || this == STANDS_WITH_WAIVERS;
    }
}
