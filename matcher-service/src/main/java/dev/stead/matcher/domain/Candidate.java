package dev.stead.matcher.domain;

/** A search result before the threshold: a subject, and how similar the nearest of their templates is. Does not print the similarity. */
public record Candidate(SubjectId subject, float similarity) {
    @Override
    public String toString() {
        return "Candidate[" + subject + "]";
    }
}
