package com.example.shop.domain;

import java.math.BigDecimal;
import java.util.List;

/** What a customer has ordered. */
public record Order(String number, List<Line> lines) {

    /** What the customer has to pay, in euros. */
    public BigDecimal total() {
        return lines.stream().map(Line::total).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
