"""Shared tools of the demo pictures: a double-size sheet, ramps, noise and motifs."""

import math
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from random import Random

from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFont, ImageOps

WIDE, HIGH, SCALE = 1600, 900, 2
PAPER, INK, MUTED, RED = "#f6f1e7", "#14232e", "#5d6b73", "#b3261e"
TOWNS = "Skarne,652,140,5.2|Vane Point,752,232,|Wethersea,636,340,5.7|Ebbing,620,418,|"
TOWNS += "Corvanne,440,533,6.0|Pellsand,690,640,5.4|Saint Orrin,838,806,4.7"
PARTIES = ["Workers' Commons|21|+2|#8c2f39", "Coast Greens|13|+5|#5b8c5a"]
PARTIES += ["Harbour Alliance|58|+6|#2b6480", "Free Tamble|7|-4|#d9a441"]
PARTIES += ["Upland Party|52|-9|#5a4a6f"]
RULER = "84 805 244 805;84 796 84 806;244 796 244 806;380 772 391 816 380 806 369 816"
BUOY = "458 700 606 688 610 716 590 738 480 746 462 730;512 522 550 520 546 488 516 490"
BUOY += ";475 692 522 500 526 500 481 692;585 692 534 500 538 500 591 692"
BUOY += (
    ";527 692 528 500 532 500 533 692;482 640 578 637;498 590 562 587;513 545 547 542"
)
BOAT = "-60 -16 64 -26 50 4 -52 4;-34 -46 -4 -46 -2 -14 -36 -14;-18 -148 60 -24;"
BOAT += "-20 -20 -18 -150 -16 -20;20 -20 28 -112 23 -20;-18 -148 -56 -16"

BANDS = ["#dfe6e4", "#b3cbd1", "#7ba7bb", "#3d7596", "#16436a"]
ECHOES = ["#2f6b7d", "#3f93a0", "#6fbf9a", "#d8d06b", "#e39a45", "#d8483a"]

Point = tuple[float, float]
Points = Sequence[Point]
Stops = Sequence[tuple[float, str]]


def mix(first: str, second: str, share: float) -> str:
    """Return the colour lying `share` of the way from the first to the second."""
    pairs = zip(ImageColor.getrgb(first), ImageColor.getrgb(second), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def ramp(grey: Image.Image, stops: Stops) -> Image.Image:
    """Colour a greyscale image along stops placed between 0 and 1."""
    table = [ImageColor.getrgb(stops[0][1])] * 256
    for (low, first), (high, second) in pairwise([*stops, (1, stops[-1][1])]):
        for value in range(round(low * 255), 256 if high > low else 0):
            share = min(1, (value / 255 - low) / (high - low))
            table[value] = ImageColor.getrgb(mix(first, second, max(0, share)))
    return Image.merge("RGB", [grey.point([c[i] for c in table]) for i in range(3)])


def sky(stops: Stops, clouds: Image.Image, share: float) -> Image.Image:
    """Return a top-to-bottom gradient bent by a layer of clouds."""
    grey = Image.linear_gradient("L").resize((WIDE, HIGH))
    return ramp(Image.blend(grey, clouds, share), stops)


def noise(seed: int, cells: int, octaves: int = 5, flat: float = 1) -> Image.Image:
    """Return cloudy noise; `flat` above one stretches it sideways."""
    rnd, total = Random(seed), Image.new("L", (WIDE, HIGH))
    for octave in range(octaves):
        wide = max(2, round(cells * 2**octave / flat))
        tall = max(2, round(cells * 2**octave * HIGH / WIDE))
        layer = Image.frombytes("L", (wide, tall), rnd.randbytes(wide * tall))
        layer = layer.resize((WIDE, HIGH), Image.Resampling.BICUBIC)
        total = Image.blend(total, layer, 1 / 2**octave / (2 if octave else 1))
    return ImageOps.autocontrast(total, cutoff=1)


def field(height: Callable[[float, float], float]) -> Image.Image:
    """Sample a function of the position, 0 to 255, into a smooth greyscale image."""
    small = Image.new("F", (WIDE // 10, HIGH // 10))
    spots = [(x, y) for y in range(0, HIGH, 10) for x in range(0, WIDE, 10)]
    small.putdata([height(*spot) for spot in spots])
    return small.resize((WIDE, HIGH), Image.Resampling.BICUBIC).convert("L")


def rough(points: Points, seed: int, amount: float, rounds: int = 5) -> list[Point]:
    """Break a line into a natural edge, halving the displacement at every round."""
    rnd, line = Random(seed), [complex(*point) for point in points]
    for _ in range(rounds):
        finer = line[:1]
        for a, b in pairwise(line):
            finer += [(a + b) / 2 + (b - a) * 1j * rnd.uniform(-amount, amount), b]
        line = finer
    return [(spot.real, spot.imag) for spot in line]


def fade(top: float, bottom: float, power: float) -> Image.Image:
    """Return a mask that grows from nothing at `top` to `power` at `bottom`."""
    ways = [min(1, max(0, (y - top) / (bottom - top))) for y in range(HIGH)]
    column = bytes(round(255 * power * way) for way in ways)
    return Image.frombytes("L", (1, HIGH), column).resize((WIDE, HIGH))


COAST = [(705, -20), (668, 70), (652, 140), (700, 200), (752, 232), (690, 268)]
COAST += [(636, 340), (612, 412), (640, 470), (600, 500), (470, 522), (412, 538)]
COAST += [(468, 544), (604, 536), (668, 560), (690, 640), (742, 716), (838, 806)]
SHORE = rough([*COAST, (930, 920)], seed=11, amount=0.13, rounds=4)
LAND = [(-20, -20), *SHORE, (-20, 920)]
RIVER = rough([(412, 538), (240, 560), (120, 520), (-20, 548)], 5, 0.12)


def surge_height(x: float, y: float) -> float:
    """Return the surge at a place, where 100 stands for one metre."""
    shore = 690 - 60 * math.sin(y / 140) + max(0, y - 560) * 0.62
    peak = 160 * math.exp(-(((y - 290) / 400) ** 2)) + 32
    wobble = 1 + 0.08 * math.sin(x / 97 + y / 61) + 0.05 * math.sin(y / 37 - x / 140)
    return min(199, peak * wobble * math.exp(-max(0, x - shore + 20) / 360))


def echo(x: float, y: float) -> float:
    """Return the strength of the rain at a place, wound round the storm."""
    reach, angle = math.hypot(x - 980, y - 260), math.atan2(y - 260, x - 980) % math.tau
    arm = (reach - 215 - 120 * angle) / (46 + reach / 9)
    ends = min(1, angle) * min(1, max(0, y - 130) / 130)
    return 270 * ends * math.exp(-(arm**2)) + 80 * math.exp(-(((reach - 90) / 70) ** 2))


class Sheet:
    """A picture drawn at twice its size, in the units of the finished picture."""

    def __init__(self, ground: Image.Image | str) -> None:
        base = Image.new("RGB", (2, 2), ground) if isinstance(ground, str) else ground
        size = (WIDE * SCALE, HIGH * SCALE)
        self.image = base.resize(size, Image.Resampling.BILINEAR)
        self.pen = ImageDraw.Draw(self.image, "RGBA")

    def poly(self, points: Points, fill: str) -> None:
        """Fill a polygon."""
        self.pen.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=fill)

    def rect(self, x: float, y: float, wide: float, tall: float, fill: str) -> None:
        """Fill an upright rectangle."""
        box = (x * SCALE, y * SCALE, (x + wide) * SCALE - 1, (y + tall) * SCALE - 1)
        self.pen.rectangle(box, fill=fill)

    def line(self, points: Points, fill: str, width: float = 2.5) -> None:
        """Draw an open line."""
        scaled = [(x * SCALE, y * SCALE) for x, y in points]
        self.pen.line(scaled, fill=fill, width=round(width * SCALE), joint="curve")

    def disc(self, x: float, y: float, radius: float, fill: str) -> None:
        """Fill a circle."""
        box = [(c + way * radius) * SCALE for way in (-1, 1) for c in (x, y)]
        self.pen.ellipse(box, fill=fill)

    def marks(self, fill: str, rows: str, at: Point = (0, 0), size: float = 1) -> None:
        """Draw shapes from rows of numbers: a disc of 3, a line of 4, polygons."""
        for row in rows.split(";"):
            ends = [float(number) * size for number in row.split()]
            if len(ends) == 3:
                self.disc(at[0] + ends[0], at[1] + ends[1], ends[2], fill)
                continue
            pairs = zip(ends[::2], ends[1::2], strict=True)
            spots = [(at[0] + a, at[1] + b) for a, b in pairs]
            draw = self.line if len(spots) == 2 else self.poly
            draw(spots, fill)

    def text(
        self, at: Point, words: str, size: float, fill: str = INK, side: str = "ls",
        edge: str = "",
    ) -> None:  # fmt: skip
        """Write one line; the edge is "bold" or the colour of a halo."""
        font = ImageFont.load_default(size * SCALE)
        spot = (at[0] * SCALE, at[1] * SCALE)
        thick = round(size / 26) if edge == "bold" else 5 if edge else 0
        ring = fill if edge in ("", "bold") else edge
        self.pen.text(
            spot, words, fill, font, side, stroke_width=thick, stroke_fill=ring
        )

    def glow(self, x: float, y: float, radius: float, fill: str, power: float) -> None:
        """Lay a soft round light over the picture."""
        size = round(radius * 2 * SCALE)
        curve = [round(max(0, 1 - v / 180) ** 2 * 255 * power) for v in range(256)]
        light = Image.radial_gradient("L").point(curve).resize((size, size))
        corner = (round((x - radius) * SCALE), round((y - radius) * SCALE))
        self.image.paste(fill, corner, light)

    def veil(self, mask: Image.Image, fill: str) -> None:
        """Lay one colour over the picture through a mask."""
        self.image.paste(fill, mask=mask.resize(self.image.size))

    def head(self, title: str, note: str, fill: str = INK) -> None:
        """Write the title and the note of a graphic under a short rule."""
        self.rect(60, 52, 64, 7, RED)
        self.text((60, 112), title, 42, fill, edge="bold")
        self.text((60, 150), note, 24, mix(fill, "#8a8f90", 0.45))

    def done(self, seed: int, grain: float = 2.5) -> Image.Image:
        """Bring the picture to its own size and give it a fine grain."""
        small = self.image.resize((WIDE, HIGH), Image.Resampling.LANCZOS)
        dust = Image.frombytes("L", small.size, Random(seed).randbytes(WIDE * HIGH))
        dust = dust.point([round(128 + (v / 127.5 - 1) * grain) for v in range(256)])
        return ImageChops.add(small, Image.merge("RGB", [dust] * 3), offset=-128)

    def sea(self, top: int, stops: Stops, seed: int) -> None:
        """Fill the picture below the horizon with waves that grow towards us."""
        fold = [max(0, 255 - round(abs(v - 128) * 3.2)) for v in range(256)]
        large = noise(seed, 24, 3, flat=2.6).point(fold)
        small = noise(seed + 1, 70, 3, flat=2.6).point(fold)
        waves = Image.blend(Image.blend(large, small, 0.35), noise(seed, 8, 3), 0.3)
        water, row = Image.new("L", (WIDE, HIGH - top)), 0.0
        for y in range(HIGH - top):
            near = (y + 1) / (HIGH - top)
            wide = round(WIDE * (1 - near * 0.58))
            left, at = (WIDE - wide) // 2, int(row) % (HIGH - 2)
            strip = waves.crop((left, at, left + wide, at + 2)).resize((WIDE, 2))
            water.paste(strip, (0, y))
            row += 0.5 + 5 * (1 - near) ** 4
        slope = ImageChops.subtract(water, ImageChops.offset(water, 0, 6), 0.8, 110)
        water = ImageOps.autocontrast(Image.blend(water, slope, 0.55), cutoff=1)
        coloured = ramp(water, stops).resize((WIDE * SCALE, (HIGH - top) * SCALE))
        self.image.paste(coloured, (0, top * SCALE))

    def rain(self, seed: int, count: int, lean: float, fill: str) -> None:
        """Draw slanting rain; nearer drops are longer and brighter."""
        rnd = Random(seed)
        for near in (rnd.random() ** 2 for _ in range(count)):
            x, y = rnd.uniform(-200, WIDE + 200), rnd.uniform(-60, HIGH)
            ends = [(x, y), (x + lean * (14 + 52 * near), y + 14 + 52 * near)]
            self.line(ends, f"{fill}{round(14 + 46 * near):02x}", 0.6 + 0.9 * near)

    def mirror(self, level: int, tint: str, seed: int) -> None:
        """Reflect what stands above the waterline into broken, tinted water."""
        rnd, top, (wide, tall) = Random(seed), level * SCALE, self.image.size
        above = ImageOps.flip(self.image.crop((0, 2 * top - tall, wide, top)))
        y = 0
        while y < tall - top:
            far = y / (tall - top)
            strip = 2 + round(10 * far)
            sway = round(rnd.gauss(0, 2 + 22 * far) + 5 * math.sin(y / (7 + 20 * far)))
            piece = above.crop((0, y, wide, y + strip))
            self.image.paste(ImageChops.offset(piece, sway, 0), (0, top + y))
            y += strip
        self.rect(0, level, WIDE, HIGH - level, tint)

    def spray(self, foot: Point, size: int, seed: int) -> None:
        """Throw up a ragged plume of spray from the place where a wave has struck."""
        rnd, wide, tall = Random(seed), size * 3 // 2, size * 3
        soft = [round(255 * max(0, 1 - v / 180) ** 1.3) for v in range(256)]
        plume = Image.radial_gradient("L").point(soft).resize((wide, tall))
        mist = noise(seed, 90, 4).crop((0, 0, wide // 2, tall // 2))
        mist = mist.resize((wide, tall)).point([max(0, v - 70) * 2 for v in range(256)])
        corner = (round(foot[0] * 2) - wide // 2, round(foot[1] * 2) - tall * 3 // 4)
        self.image.paste("#e8eeee", corner, ImageChops.multiply(plume, mist))
        for _ in range(size):
            angle, throw = rnd.gauss(-1.7, 0.5), abs(rnd.gauss(0, 0.45)) * size
            x, y = foot[0] + math.cos(angle) * throw, foot[1] + math.sin(angle) * throw
            self.disc(x, y, rnd.uniform(0.5, 1.6), f"#eef3f2{rnd.randint(30, 150):02x}")

    def street(
        self, span: Point, ground: float, seed: int, shades: str, *, tall: float,
        lit: float, size: float = 1, gable: bool = False,
    ) -> list[Point]:  # fmt: skip
        """Draw buildings in the shades near, far and lamp; return the lit windows."""
        near, beyond, lamp = shades.split()
        rnd, x, lamps = Random(seed), span[0], []
        while x < span[1]:
            wide = rnd.uniform(46, 92) * size
            roof = ground - rnd.triangular(tall * 0.35, tall, tall * 0.5)
            wall = mix(near, beyond, rnd.uniform(0, 0.5))
            dark = mix(wall, "#000000", 0.28)
            self.rect(x, roof, wide + 1, ground - roof, wall)
            if gable:
                top = roof - wide * rnd.uniform(0.32, 0.5)
                slope = [(x - 3, roof), (x + wide + 3, roof), (x + wide / 2, top)]
                self.poly(slope, dark)
                self.rect(x + wide * 0.7, top + 2, 9, 26, dark)
            panes = [
                (a, b)
                for b in range(int(wide // 22))
                for a in range(int((ground - roof) // 26))
            ]
            for row, column in panes:
                at, pane = (x + 9 + column * 21, roof + 10 + row * 26), dark
                if rnd.random() < lit:
                    pane = mix(lamp, wall, rnd.uniform(0, 0.5))
                    lamps.append(at)
                self.rect(*at, 8, 12, pane)
            x += wide
        return lamps

    def lamps(self, places: Iterable[int], top: float, tall: float, fill: str) -> None:
        """Stand a row of lit street lamps."""
        for x in places:
            self.rect(x, top, 3, tall, "#141c26")
            self.disc(x + 1.5, top, tall / 30 + 3, "#fff0c8")
            self.glow(x + 1.5, top, 26 + tall / 1.8, fill, 0.62)

    def towns(self, fill: str, heights: bool) -> None:
        """Mark and name the towns of the coast."""
        for name, x, y, height in (row.split(",") for row in TOWNS.split("|")):
            spot, east = (float(x), float(y)), name == "Vane Point"
            self.disc(*spot, 7, PAPER)
            self.disc(*spot, 5, RED if height else INK)
            words = f"{name}  {height} m" if heights and height else name
            at = (spot[0] + (16 if east else -16), spot[1] - 26 * (name == "Corvanne"))
            self.text(at, words, 23, fill, "lm" if east else "rm", "bold")
