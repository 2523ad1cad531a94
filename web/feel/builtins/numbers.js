// Source: DMN 1.5, 10.3.4.5 (numeric functions).  All of it in 34 decimal digits: 0.1 + 0.2 is 0.3.
import { Num, number } from "../values.js";
import { define } from "./define.js";

// What a decimal of 128 bits can hold (IEEE 754).
const [SMALLEST_SCALE, LARGEST_SCALE] = [-6111, 6176];

function rounded(n, scale, mode) {
  const places = scale.trunc().toNumber();
  if (places < SMALLEST_SCALE || places > LARGEST_SCALE) return null;
  if (places >= 0) return number(n.toDecimalPlaces(places, mode));
  const unit = new Num(10).pow(-places);
  return number(n.div(unit).toDecimalPlaces(0, mode).mul(unit));
}

const ZERO = new Num(0);
define("decimal(n: number, scale: number)", (n, scale) => rounded(n, scale, Num.ROUND_HALF_EVEN));
define("floor(n: number, scale?: number)", (n, scale) => rounded(n, scale ?? ZERO, Num.ROUND_FLOOR));
define("ceiling(n: number, scale?: number)", (n, scale) => rounded(n, scale ?? ZERO, Num.ROUND_CEIL));
define("round up(n: number, scale: number)", (n, scale) => rounded(n, scale, Num.ROUND_UP));
define("round down(n: number, scale: number)", (n, scale) => rounded(n, scale, Num.ROUND_DOWN));
define("round half up(n: number, scale: number)", (n, scale) => rounded(n, scale, Num.ROUND_HALF_UP));
define("round half down(n: number, scale: number)", (n, scale) => rounded(n, scale, Num.ROUND_HALF_DOWN));
define("modulo(dividend: number, divisor: number)", (dividend, divisor) =>
  divisor.isZero() ? null : dividend.sub(divisor.mul(dividend.div(divisor).floor())),
);
define("sqrt(number: number)", (n) => (n.isNegative() && !n.isZero() ? null : number(n.sqrt())));
define("log(number: number)", (n) => (n.lte(0) ? null : number(n.ln())));
define("exp(number: number)", (n) => number(n.exp()));
define("odd(number: number)", (n) => n.isInteger() && !n.mod(2).isZero());
define("even(number: number)", (n) => n.isInteger() && n.mod(2).isZero());
