package dev.stead.task.domain;

import java.util.List;
import java.util.Optional;

/** Names of people, and whom they may ask. */
public interface PeopleRecords {
    Optional<String> displayName(String personId);

    void setDisplayName(String personId, String displayName);

    boolean isContact(String personId, String contactId);

    void addContact(String personId, String contactId);

    /** At most as many as a person may have. */
    List<Contact> contactsOf(String personId);
}
