package com.example.shop.infrastructure;

import com.example.shop.domain.Order;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** The receipt as the till prints it. */
public final class Receipt {
    private static final BigDecimal TAX_PERCENT = new BigDecimal("19");

    private Receipt() {}

    public static String print(Order order) {
        BigDecimal total = order.total();
        BigDecimal tax = total.multiply(TAX_PERCENT).divide(new BigDecimal("119"), 10, RoundingMode.HALF_UP);
        return "order " + order.number() + ": " + cents(total) + " EUR, of which " + cents(tax) + " EUR tax";
    }

    /** Rounds half up to cents. */
    public static BigDecimal cents(BigDecimal amount) {
        return amount.setScale(2, RoundingMode.HALF_UP);
    }
}
