package dev.stead.payment.application;

import dev.stead.payment.application.port.UnitOfWork;
import dev.stead.payment.domain.PaymentError;
import dev.stead.payment.domain.PaymentException;
import dev.stead.payment.domain.ledger.AccountId;
import dev.stead.payment.domain.ledger.Owner;
import dev.stead.payment.domain.ledger.StatementLine;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Statements: what was posted to an account's available balance, newest first, a page at a time. Their lines add up to it. */
public final class Statements {
    private static final int DEFAULT_SIZE = 20;
    private static final int LARGEST_SIZE = 100;

    private final UnitOfWork store;

    /** Over a store. */
    public Statements(UnitOfWork store) {
        this.store = store;
    }

    /**
     * A page.
     *
     * @param lines newest first
     * @param nextToken for the next page; empty on the last
     */
    public record Page(List<StatementLine> lines, String nextToken) {}

    /**
     * What page is asked for.
     *
     * @param account the account
     * @param size 1 to 100; 0 means 20
     * @param token of the page before; empty for the first
     */
    public record Query(AccountId account, int size, String token) {
        /** Refuses another size ({@code PAGE_SIZE_INVALID}). */
        public Query {
            if (size < 0 || size > LARGEST_SIZE) {
                throw new PaymentException(
                        PaymentError.PAGE_SIZE_INVALID, "the page size must be 0 to " + LARGEST_SIZE);
            }
        }

        int lines() {
            return size == 0 ? DEFAULT_SIZE : size;
        }
    }

    /**
     * A page of a statement. Postings made while somebody turns pages do not shift them.
     *
     * @param viewer who may see only what is theirs; empty for those who may see every account
     * @throws PaymentException {@code ACCOUNT_NOT_FOUND}, {@code PAGE_TOKEN_INVALID}
     */
    public Page page(Query query, Optional<Owner> viewer) {
        Optional<StatementLine.Position> after =
                query.token.isEmpty() ? Optional.empty() : Optional.of(decode(query.account, query.token));
        // One more than asked for tells whether there is a next page.
        List<StatementLine> found = store.read(books -> {
            Accounts.visible(books, query.account, viewer);
            return books.journal().statement(query.account, after, query.lines() + 1);
        });
        if (found.size() <= query.lines()) {
            return new Page(found, "");
        }
        List<StatementLine> lines = found.subList(0, query.lines());
        return new Page(lines, encode(query.account, lines.getLast().position()));
    }

    private static String encode(AccountId account, StatementLine.Position position) {
        Instant time = position.time();
        String plain = account + "|" + time.getEpochSecond() + "|" + time.getNano() + "|" + position.entryId();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }

    private static StatementLine.Position decode(AccountId account, String token) {
        try {
            String plain = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            String[] parts = plain.split("\\|", -1);
            if (parts.length == 4 && parts[0].equals(account.value())) {
                Instant time = Instant.ofEpochSecond(Long.parseLong(parts[1]), Integer.parseInt(parts[2]));
                return new StatementLine.Position(
                        time, UUID.fromString(parts[3]).toString());
            }
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            // Said below, once for every way of being wrong.
        }
        throw new PaymentException(
                PaymentError.PAGE_TOKEN_INVALID, "the page token is not one that this account's statement gave");
    }
}
