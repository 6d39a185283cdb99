package dev.stead.task.application.port;

import dev.stead.task.domain.task.Contact;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Names of people, and whom they may ask. */
public interface PeopleRecords {
    Optional<String> displayName(String personId);

    void setDisplayName(String personId, String displayName);

    /** Since when the one is the other's contact; empty if they are not. */
    Optional<Instant> contactSince(String personId, String contactId);

    void addContact(String personId, String contactId, Instant now);

    /** At most as many as a person may have. */
    List<Contact> contactsOf(String personId);
}
