package dev.stead.matcher.storage;

import dev.stead.matcher.domain.CandidateList;
import dev.stead.matcher.domain.OperatingPoint;
import dev.stead.matcher.domain.Probe;

/**
 * A search among everybody as it was, and what it gave: to be compared with what it should have given.
 *
 * @param probe a copy, wiped by whoever takes this
 * @param point the one that the search was for
 * @param limit how many templates were sought
 * @param agreement what was asked of the index
 */
record LiveSearch(Probe probe, OperatingPoint point, int limit, double agreement, CandidateList found) {
    void wipe() {
        probe.embedding().wipe();
    }

    /** Without similarities. */
    @Override
    public String toString() {
        return "LiveSearch[" + probe + "]";
    }
}
