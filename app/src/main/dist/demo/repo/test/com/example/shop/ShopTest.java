package com.example.shop;

import com.example.shop.application.Checkout;
import com.example.shop.domain.Line;
import com.example.shop.domain.Order;
import com.example.shop.infrastructure.Receipt;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** The promises of the shop. Exit code 0 when all are kept, 1 when not. */
public final class ShopTest {
    private int promises;
    private int broken;

    public static void main(String[] args) {
        ShopTest test = new ShopTest();
        test.run();
        System.out.println(test.promises - test.broken + " of " + test.promises + " promises kept");
        System.exit(test.broken == 0 ? 0 : 1);
    }

    private void run() {
        promise("an order below 100.00 pays the full price", "99.99", amountDue("99.99"));
        promise("an order of exactly 100.00 pays the full price", "100.00", amountDue("100.00"));
        promise("an order of 120.00 pays 10 % less", "108.00", amountDue("120.00"));
        promise("half a cent is rounded up: 100.125 is 100.13", "100.13", amountDue("111.25"));
        promise("a receipt names the tax in it", "order A-1: 50.00 EUR, of which 7.98 EUR tax", Receipt.print(order("50.00")));
    }

    private static String amountDue(String price) {
        Order order = order(price);
        return new Checkout(number -> Optional.of(order)).amountDue("A-1").toPlainString();
    }

    private static Order order(String price) {
        return new Order("A-1", List.of(new Line("lamp", 1, new BigDecimal(price))));
    }

    private void promise(String promise, String expected, String actual) {
        promises++;
        if (expected.equals(actual)) {
            System.out.println("ok      " + promise);
        } else {
            broken++;
            System.out.println("BROKEN  " + promise + ": expected " + expected + ", was " + actual);
        }
    }
}
