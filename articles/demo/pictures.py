"""The pictures of the demo newsroom, drawn from nothing but numbers."""

import math
from random import Random

from PIL import Image

import articles.demo.drawing as art
from articles.demo.drawing import BANDS, BOAT, INK, MUTED, PAPER, RED, WIDE, Sheet, mix

FIELDS = ["#6f8a48", "#8a9a52", "#a89a58", "#5f7a44", "#94a463"]


def isobars(sheet: Sheet) -> None:
    """Draw the track of the storm and its rings of equal pressure."""
    for ring in range(1, 9):
        turns, r = [], 62 * ring + 14
        for angle in (step / 100 * math.tau for step in range(101)):
            across = 1225 + r * 1.15 * math.cos(angle - 0.4)
            turns.append((across, 285 + r * 0.86 * math.sin(angle)))
        sheet.line(turns, INK + "60", 1.4)
        sheet.text(turns[38], f"{962 + ring * 4}", 17, MUTED, "mm", BANDS[0])
    track = [(1000, -20), (1105, 110), (1225, 285), (1380, 500), (1575, 700)]
    sheet.line(track, RED, 2.5)
    for words, (x, y) in zip(["midnight", "06:00", "noon"], track[1:4], strict=True):
        sheet.disc(x, y, 8, RED)
        sheet.text((x + 18, y + 4), words, 22, RED, edge=BANDS[0])
    sheet.text((1200, 300), "962 hPa", 30, RED, "rs", BANDS[0])


def storm_chart() -> Image.Image:
    """Draw the surge along the coast at the height of the storm."""
    steps = art.field(art.surge_height).point(
        [min(4, v // 40) * 63 for v in range(256)]
    )
    sheet = Sheet(art.ramp(steps, [(i * 63 / 255, c) for i, c in enumerate(BANDS)]))
    isobars(sheet)
    sheet.line(art.SHORE, "#0b213866", 7)
    sheet.poly(art.LAND, "#ece3d0")
    sheet.line(art.SHORE, INK, 2)
    sheet.line(art.RIVER, "#6f97a8", 5)
    sheet.towns(INK, heights=True)
    sheet.head("Maren pushes the sea ashore", "Highest water, morning tide")
    sheet.rect(60, 640, 380, 200, PAPER)
    sheet.text((84, 680), "Surge above the predicted tide", 21, edge="bold")
    for step, fill in enumerate(BANDS):
        sheet.rect(84 + step * 64, 700, 64, 26, fill)
        sheet.text((84 + step * 64, 752), f"{step * 0.4:.1f}", 18, MUTED, "ms")
    sheet.text((424, 752), "metres", 18, MUTED, "rs")
    sheet.marks(INK, art.RULER)
    sheet.text((164, 796), "40 km", 18, MUTED, "ms")
    sheet.text((400, 790), "N", 20, edge="bold")
    return sheet.done(1)


def tide_chart() -> Image.Image:
    """Draw the day's water at Wethersea: promised, measured and still to come."""
    sheet, low, high = Sheet(PAPER), [], []
    for hour in (step / 8 for step in range(193)):
        tide = 2.3 + (1.75 + 0.008 * hour) * math.cos((hour - 7.83) / 12.42 * math.tau)
        push = math.exp(-(((hour - 7.4) / 3.9) ** 2)) + 0.6
        low.append((110 + hour * 58.5, 790 - tide * 90))
        high.append((low[-1][0], low[-1][1] - 90 * push - math.sin(hour * 5)))
    for metre in range(7):
        sheet.rect(110, 790 - metre * 90, 1404, 1, INK + "22")
        sheet.text((92, 797 - metre * 90), f"{metre}", 20, MUTED, "rs")
    for hour in range(0, 25, 3):
        sheet.text((110 + hour * 58.5, 826), f"{hour:02d}:00", 20, MUTED, "ms")
    sheet.poly([(110, 790), *low, (1514, 790)], "#c9dbe0")
    sheet.poly([*high[:105], *low[104::-1]], "#d98c7a")
    sheet.poly([*high[104:], *low[:103:-1]], "#eccfc2")
    sheet.line(low, "#2b6480", 3)
    sheet.line(high[:105], RED, 4.5)
    for at in range(104, 192, 2):
        sheet.line(high[at : at + 2], RED, 4)
    for x in range(110, 1514, 12):
        sheet.rect(x, 303, 6, 2, INK)
    sheet.text((1514, 292), "Sea wall, 5.4 m", 22, INK, "rs", "bold")
    sheet.line([(870, 790), (870, 240)], INK + "88", 1.5)
    sheet.text((882, 254), "Forecast from 13:00", 20, MUTED)
    sheet.disc(*high[62], 9, RED)
    sheet.text((563, 254), "5.7 m at 07:42", 27, RED, "ms", "bold")
    sheet.text((565, 640), "Predicted tide", 22, "#2b6480", "ms", "bold")
    sheet.text((712, 394), "The surge", 22, RED, edge="bold")
    note = "Water level at the pier gauge, metres above local datum"
    sheet.head("Wethersea: the tide that topped the wall", note)
    return sheet.done(2)


def radar() -> Image.Image:
    """Draw the rain the weather radar sees over the coast and the hills."""
    sheet = Sheet("#1d2a31")
    sheet.poly(art.LAND, "#2c3a40")
    patchy = Image.blend(art.field(art.echo), art.noise(91, 34, 4), 0.42)
    steps = [max(0, v - 92) // 20 * 34 for v in range(256)]
    rain = patchy.resize((WIDE // 8, art.HIGH // 8)).point(steps)
    rain = rain.resize(sheet.image.size, Image.Resampling.NEAREST)
    stops = [(i * 34 / 255, fill) for i, fill in enumerate(art.ECHOES, 1)]
    sheet.image.paste(art.ramp(rain, stops), mask=rain.point([0] + [205] * 255))
    sheet.line(art.SHORE, "#f2ede0aa", 2)
    for ring in (180, 360, 540, 720):
        turns = [(math.cos(a / 20), math.sin(a / 20)) for a in range(127)]
        sheet.line([(440 + ring * x, 533 + ring * y) for x, y in turns], "#f2ede030", 1)
    sheet.towns(PAPER, heights=False)
    sheet.head("The second problem", "Rainfall radar, 12:45", PAPER)
    for step, fill in enumerate(art.ECHOES):
        sheet.rect(1160 + step * 62, 824, 62, 20, fill)
    for x, words in ((1160, "0.5"), (1284, "4"), (1408, "16"), (1532, "mm/hour")):
        sheet.text((x, 872), words, 19, PAPER, "ms")
    return sheet.done(9)


def hemicycle() -> Image.Image:
    """Draw the 151 seats of the new assembly."""
    sheet, spots, fills = Sheet(PAPER), [], []
    for row, desks in enumerate((14, 17, 20, 22, 24, 26, 28)):
        for angle in (math.pi * (1 - seat / (desks - 1)) for seat in range(desks)):
            across, up = (250 + row * 46) * math.cos(angle), 250 * math.sin(angle)
            spots.append((angle, 800 + across, 730 - up * (1 + row * 0.184)))
    for place, (name, count, change, fill) in enumerate(
        p.split("|") for p in art.PARTIES
    ):
        fills += [fill] * int(count)
        sheet.rect(110 + place * 292, 792, 250, 5, fill)
        sheet.text((110 + place * 292, 830), name, 23, edge="bold")
        sheet.text((110 + place * 292, 864), f"{count} seats ({change})", 22, MUTED)
    for (_, x, y), fill in zip(sorted(spots, reverse=True), fills, strict=True):
        sheet.disc(x, y, 19, mix(fill, "#000000", 0.25))
        sheet.disc(x, y - 1.5, 17.5, fill)
    sheet.text((800, 660), "151", 108, INK, "ms", "bold")
    sheet.text((800, 706), "seats, 76 for a majority", 25, MUTED, "ms")
    sheet.head("No majority in Corvanne", "Final result, change on last election")
    return sheet.done(10)


def harbour_rain() -> Image.Image:
    """Draw the fish quay at Skarne under rain, with the water over the stones."""
    stops = [(0, "#26343c"), (0.3, "#4c5d64"), (0.62, "#9aa6a0"), (1, "#a9b1a8")]
    sheet = Sheet(art.sky(stops, art.noise(21, 4, flat=2.4), 0.3))
    hill = [(-20, 470), (220, 380), (520, 420), (900, 330), (1250, 405), (1640, 350)]
    sheet.poly([*art.rough(hill, 4, 0.07), (1640, 600), (-20, 600)], "#75858a")
    shades = "#4a585e #6d7b7f #e8c17a"
    sheet.street((-30, 1640), 530, 8, shades, tall=150, lit=0.05, gable=True)
    sheet.veil(art.fade(300, 560, 0.5), "#9fa9a4")
    shades = "#27343b #3f4d53 #e8c17a"
    for x, y in sheet.street(
        (-40, 1130), 562, 3, shades, tall=170, lit=0.14, size=1.25, gable=True
    ):
        sheet.glow(x + 4, y + 6, 34, "#f0c070", 0.3)
    for x, size in ((1230, 1.3), (1420, 1.7), (980, 1.1), (260, 0.9)):
        sheet.marks("#18232a", BOAT, (x, 566), size)
    sheet.lamps(range(120, 1200, 354), 450, 112, "#f3c67c")
    sheet.mirror(566, "#3a4a506b", 5)
    sheet.rect(0, 563, WIDE, 4, "#141d22")
    sheet.veil(art.fade(640, 900, 0.6), "#1a262c")
    sheet.rain(9, 1500, -0.22, "#e9efee")
    return sheet.done(3)


def lighthouse() -> Image.Image:
    """Draw the light on Vane Point above a breaking sea."""
    stops = [(0, "#0d1a26"), (0.4, "#24384a"), (0.75, "#5a6f7c"), (1, "#8b989a")]
    sheet = Sheet(art.sky(stops, art.noise(33, 5, flat=2), 0.55))
    for wide in range(0, 156, 6):
        sheet.poly([(1160, 262), (-700, 190 - wide), (-700, 190 + wide)], "#f6e9c006")
        sheet.poly([(1160, 262), (2500, 330 - wide), (2500, 330 + wide)], "#f6e9c006")
    sheet.veil(art.fade(380, 560, 0.35), "#8d9b9f")
    water = [(0, "#132430"), (0.5, "#2b4350"), (0.85, "#64808b"), (1, "#dbe2e1")]
    sheet.sea(560, water, 12)
    rock = [(830, 700), (930, 610), (1060, 540), (1120, 520), (1250, 515), (1620, 430)]
    foot = art.rough([(1700, 790), (1250, 760), (1060, 740), (830, 700)], 3, 0.06)
    for step, fill in enumerate(["#34434a", "#26333a", "#19252c"]):
        moved = [(x + step * 34, min(y + step * 40, 706)) for x, y in rock]
        sheet.poly([*art.rough(moved, 8 + step, 0.16), (1700, 500), *foot], fill)
    for part in range(70):
        row, side = part // 14, part % 14
        fill = mix(("#e9e4d8", "#a33a30")[row % 2], "#1a2229", 0.08 + side * 0.058)
        left, right = side / 7 - 1, side / 7 - 0.857
        ends = [(left, row), (right, row), (right, row + 1), (left, row + 1)]
        sheet.poly([(1160 + a * (27 + b * 3.4), 300 + b * 48) for a, b in ends], fill)
    sheet.rect(1138, 244, 44, 48, "#ffeec0")
    sheet.glow(1160, 268, 260, "#ffe9b5", 0.75)
    bars = "1122 292 1198 292 1198 301 1122 301;1130 246 1190 246 1160 214"
    bars += "".join(f";{x} 244 {x} 292" for x in (1139, 1153, 1167, 1181))
    sheet.marks("#141d23", bars)
    for seed in range(9):
        size = max(70, (330, 190, 260, 120)[seed % 4] - seed * 22)
        sheet.spray((800 + seed * 52, 702 + seed * 5), size, seed)
    sheet.rain(5, 900, -0.7, "#dfe8ea")
    return sheet.done(4)


def dusk_sea() -> Image.Image:
    """Draw a storm buoy at dusk, with the weather coming up behind it."""
    stops = [(0, "#1d2233"), (0.3, "#474258"), (0.55, "#a5626a"), (0.7, "#e79b5d")]
    stops, clouds = [*stops, (1, "#f9e0a8")], art.noise(52, 5, 5, flat=3.4)
    sheet = Sheet(art.sky(stops, clouds, 0.3))
    sheet.glow(1010, 545, 620, "#ffdf9a", 0.75)
    sheet.disc(1010, 545, 44, "#fff3cf")
    water = [(0, "#141c2b"), (0.4, "#333a50"), (0.75, "#94636c"), (1, "#ffd592")]
    sheet.sea(560, water, 41)
    wedge = Sheet("#000000")
    for half in range(4, 360, 4):
        far = [(1010 - half / 4, 560), (1010 + half / 4, 560)]
        wedge.poly([*far, (1010 + half, 900), (1010 - half, 900)], "#ffffff05")
    bright = sheet.image.point([min(255, round(v * 2.1)) for v in range(256)] * 3)
    sheet.image.paste(bright, mask=wedge.image.convert("L"))
    sheet.glow(535, 748, 130, "#10151f", 0.6)
    sheet.marks("#171d29", art.BUOY)
    sheet.marks("#7d4b4b", "586 690 606 688 610 716 590 738 580 738")
    sheet.disc(531, 478, 8, "#ff5a3c")
    sheet.glow(531, 478, 110, "#ff6a48", 0.8)
    sheet.veil(art.fade(700, 900, 0.45), "#10141f")
    return sheet.done(6)


def blackout() -> Image.Image:
    """Draw Corvanne at night, dark on one bank of the river and lit on the other."""
    stops = [(0, "#0b1224"), (0.5, "#1b2b47"), (0.8, "#3d5170"), (1, "#56688a")]
    sheet = Sheet(art.sky(stops, art.noise(61, 4, flat=2.6), 0.35))
    sheet.glow(300, 600, 900, "#e0a055", 0.5)
    rows = [(430, 4, "#2a3550 #34425f #ffd28a"), (290, 14, "#151d30 #202b42 #ffd28a")]
    for tall, seed, shades in rows:
        sheet.street((800, 1640), 642, seed + 6, shades, tall=tall, lit=0, size=1.1)
        lit = sheet.street((-60, 720), 642, seed, shades, tall=tall, lit=0.55, size=1.1)
        for x, y in lit[::3]:
            sheet.glow(x + 4, y + 6, 26, "#ffc878", 0.35)
    sheet.rect(1180, 470, 190, 172, "#1d2942")
    for x, y in ((x, y) for x in range(1192, 1360, 22) for y in range(482, 630, 26)):
        sheet.rect(x, y, 10, 12, "#bfe0e2" if (x * y) % 7 < 4 else "#31425f")
    sheet.glow(1275, 540, 190, "#a9d3dc", 0.35)
    arch = [(600 + x * 3, 642 - 54 * math.sin(x / 100 * math.pi)) for x in range(101)]
    sheet.line(arch, "#0c1220", 9)
    sheet.marks("#0c1220", ";".join(f"{x} {y} {x} 642" for x, y in arch[4:-4:8]))
    sheet.lamps(range(20, 760, 62), 604, 38, "#ffcf85")
    sheet.rect(0, 636, WIDE, 10, "#0c1220")
    sheet.mirror(646, "#0b122052", 8)
    return sheet.done(7)


def saltmarsh() -> Image.Image:
    """Draw the marsh at Ebbing from above, its creeks branching in from the sea."""
    stops = [(0, "#59683f"), (0.4, "#7b8450"), (0.65, "#a59b62"), (1, "#cdbd86")]
    sheet, rnd = Sheet(art.ramp(art.noise(71, 9, 6), stops)), Random(19)
    grid = [(x, y) for x in range(560, 1640, 27) for y in range(-20, 940, 27)]
    nodes = [(x + rnd.uniform(-12, 12), y + rnd.uniform(-12, 12)) for x, y in grid]
    nodes.sort(key=lambda at: 0.3 * abs(at[1] - 450) - at[0])
    down, flow = [0] * len(nodes), [1.0] * len(nodes)
    for at, here in enumerate(nodes[3:], 3):
        near = [math.dist(here, there) for there in nodes[:at]]
        down[at] = near.index(min(near))
    for at in range(len(nodes) - 1, 2, -1):
        flow[down[at]] += flow[at]
    for grow, fill in ((11, "#9a8d60"), (5, "#6b5e46"), (0, "#93adb0")):
        for at in range(len(nodes) - 1, 2, -1):
            a, b, c = (complex(*nodes[to]) for to in (at, down[at], down[down[at]]))
            wide, bend = 0.85 * flow[at] ** 0.52 + grow * min(1, flow[at] / 12), []
            for t in (step / 8 for step in range(9)):
                spot = a * (1 - t) ** 2 / 2 + b * (0.5 + t * (1 - t)) + c * t * t / 2
                bend.append((spot.real, spot.imag))
            sheet.line(bend, fill, wide)
            sheet.disc(*bend[-1], wide / 2, fill)
    sheet.line([(490, -20), (404, 920)], "#6d6148", 13)
    sheet.line([(490, -20), (404, 920)], "#d9cda2", 5)
    for place in range(45):
        x, y = place % 5 * 104 - 40 - place // 5 * 9, place // 5 * 108 - 20
        field = [(x, y), (x + 100, y + 14), (x + 91, y + 118), (x - 9, y + 104)]
        sheet.poly(field, FIELDS[rnd.randrange(5)] + "b0")
    return sheet.done(8)


def stage() -> Image.Image:
    """Draw the Customs House stage: a lamp, a boat and a sea made of cloth."""
    sheet = Sheet(art.sky([(0, "#0e1016"), (1, "#252a35")], art.noise(5, 3), 0.1))
    for wide in range(10, 300, 10):
        sheet.poly([(820, -40), (820 - wide, 700), (820 + wide, 700)], "#f3e3b808")
    for row in range(9):
        fill, long = mix("#3f6f86", "#0f2230", row / 8), 60 + 9 * row
        sway = [(x, math.sin(x / long + row * 1.9)) for x in range(-10, 1620, 8)]
        crest = [(x, 505 + row * 30 + (9 + 3 * row) * way) for x, way in sway]
        sheet.poly([*crest, (1620, 900), (-10, 900)], fill)
        sheet.line(crest, mix(fill, "#dfe9ea", 0.35), 2)
        if row == 3:
            sheet.marks("#0b0e13", BOAT, (860, 613), 1.9)
            sheet.glow(800, 545, 150, "#ffd98c", 0.9)
    sheet.rect(0, 776, WIDE, 124, "#1a171d")
    sheet.rect(0, 776, WIDE, 20, "#5a3b28")
    for x in range(0, 300, 3):
        fold = 0.5 + 0.5 * math.sin(x / 13 + 0.4 * math.sin(x / 31))
        fill = mix("#3a0d14", "#a3262f", fold * (1 - 0.45 * x / 300))
        sheet.rect(x, 0, 4, 780, fill)
        sheet.rect(WIDE - x - 4, 0, 4, 780, fill)
    for x in range(-60, 1660, 120):
        sheet.marks("#7d1b25", f"{x + 60} 40 84;{x} 0 {x + 120} 0 {x + 120} 50 {x} 50")
        sheet.glow(x + 60, 20, 90, "#b5303a", 0.5)
    for place in range(22):
        x, y = place * 76 + place * place % 7 * 5 - 20, 836 + place * 11 % 17
        sheet.marks("#050507", f"{x} {y} 27;{x} {y + 74} 52")
    return sheet.done(12)
