package dev.stead.task.domain;

/** A person as their contacts and the terminals know them. */
public record Contact(String personId, String displayName) {
    public Contact {
        Check.id("contact_id", personId);
        Check.text("display_name", displayName, 1, 80);
    }

    /** Names do not print. */
    @Override
    public String toString() {
        return "Contact[" + personId + "]";
    }
}
