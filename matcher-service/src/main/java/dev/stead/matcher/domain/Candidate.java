package dev.stead.matcher.domain;

/** A search result before the threshold: a subject, and the similarity of their most similar template, which is not printed. */
public record Candidate(SubjectId subject, float similarity) {
    @Override
    public String toString() {
        return "Candidate[" + subject + "]";
    }
}
