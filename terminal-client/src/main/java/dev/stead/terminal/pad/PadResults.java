package dev.stead.terminal.pad;

import dev.stead.terminal.face.PadScore;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What presentations of one group of people were taken for, in the terms of ISO/IEC 30107-3. Not thread-safe. */
final class PadResults {
    private final List<PadScore> bonaFide = new ArrayList<>();
    private final Map<AttackSpecies, List<PadScore>> attacks = new EnumMap<>(AttackSpecies.class);

    void addBonaFide(PadScore presentation) {
        bonaFide.add(presentation);
    }

    void addAttack(AttackSpecies species, PadScore presentation) {
        attacks.computeIfAbsent(species, none -> new ArrayList<>()).add(presentation);
    }

    /** The share of bona fide presentations that got a response and were classified as attacks, at a limit of the score. */
    ErrorRate bpcer(int limit) {
        List<PadScore> answered = answered(bonaFide);
        return new ErrorRate(count(answered, limit, false), answered.size());
    }

    /** The share of attack presentations of one species that got a response and were classified as bona fide. */
    ErrorRate apcer(AttackSpecies species, int limit) {
        List<PadScore> answered = answered(of(species));
        return new ErrorRate(count(answered, limit, true), answered.size());
    }

    int withoutResponse() {
        return bonaFide.size() - answered(bonaFide).size();
    }

    int withoutResponse(AttackSpecies species) {
        return of(species).size() - answered(of(species)).size();
    }

    private List<PadScore> of(AttackSpecies species) {
        return attacks.getOrDefault(species, List.of());
    }

    private static List<PadScore> answered(List<PadScore> all) {
        return all.stream().filter(one -> one.answered()).toList();
    }

    private static int count(List<PadScore> all, int limit, boolean bonaFide) {
        return Math.toIntExact(
                all.stream().filter(one -> one.score() >= limit == bonaFide).count());
    }
}
