"""The pictograms, drawn by hand on 12 by 12 dots: `#` is the first colour, `o` the second, `.` the ground.

Hard edges on purpose: what is smoothed at this size looks smeared. No cross for the sick: that emblem is protected.
"""

CIVIL_STATUS = """
.##......##.
####....####
####....####
.##..oo..##.
####.oo.####
####....####
###.oooo.###
###.oooo.###
.##.oooo.##.
.##..oo..##.
.##..oo..##.
.##..oo..##.
"""

CERTIFICATION = """
....####....
...######...
...######...
....####....
.....##.....
.....##.....
...######...
.##########.
.##########.
............
oooooooooooo
oooooooooooo
"""

LAND = """
.....##.....
....####.##.
...########.
..#########.
.##########.
############
..oooooooo..
..o##oo##o..
..o##oo##o..
..oooo##oo..
..oooo##oo..
############
"""

SOCIAL = """
..ooo..ooo..
.oooooooooo.
.oooooooooo.
.oooooooooo.
..oooooooo..
...oooooo...
....oooo....
##...oo...##
###......###
.####..####.
..########..
....####....
"""

BUSINESS = """
.##########.
############
oo##oo##oo##
oo##oo##oo##
oo##oo##oo##
.#........#.
.#.oooo.###.
.#.oooo.#.#.
.#.oooo.#.#.
.#......#.#.
.#......#.#.
############
"""

OTHER = """
..########..
.##########.
############
############
#oo##oo##oo#
#oo##oo##oo#
############
############
.##########.
..########..
..###.......
..#.........
"""

RESULTS = """
#######.....
#.....##....
#.###.###...
#.......#...
#.#####.#...
#.......#..o
#.#####.#.oo
#........oo.
#.####oooo..
#.....ooo...
#......o#...
#########...
"""

SEARCH = """
..#####.....
.##ooo##....
##o..ooo#...
#o.ooooo##..
#o.ooooo##..
#ooooooo##..
##ooooo##...
.##ooo###...
..#####.##..
........###.
.........###
..........##
"""

ELDERLY = """
...###......
..#####.....
..#####.....
...###......
..#####.....
.######oooo.
.########.o.
.####..##.o.
.####.....o.
.##.##....o.
.##..##...o.
.##..##...o.
"""

DISABLED = """
...###......
...###......
............
...##.......
...#####....
...##.......
.oo#######..
oo...oo..#..
o.....o..#..
o.....o..##.
oo...oo...##
.ooooo......
"""

PREGNANT = """
...###......
..#####.....
..#####.....
...###......
..####......
.######.....
.###ooo#....
.##ooooo#...
.##ooooo#...
.###ooo#....
.######.....
..##.##.....
"""

MERIT = """
###......###
.###....###.
..###..###..
...######...
...oooooo...
..ooo##ooo..
.oooo##oooo.
.oo######oo.
.ooo####ooo.
.ooo#oo#ooo.
..oooooooo..
...oooooo...
"""

ILL = """
....####....
...##..##...
...#....#.##
...#.oo.#...
...#.oo.#.##
...#.oo.#...
...#.oo.#.##
..##.oo.##..
.##.oooo.##.
.#.oooooo.#.
.##.oooo.##.
..########..
"""

APPOINTMENT = """
...######...
..##....##..
.##..oo..##.
##...oo...##
#....oo....#
#....oo....#
#....ooooo.#
#....ooooo.#
##........##
.##......##.
..##....##..
...######...
"""

NONE = """
............
..........oo
.........ooo
........ooo.
oo.....ooo..
ooo...ooo...
.ooo.ooo....
..ooooo.....
...ooo......
....o.......
............
............
"""

HELP = """
.....oo.....
....####....
...######...
..########..
..########..
..########..
..########..
.##########.
############
............
....oooo....
.....oo.....
"""

STAR = """
.....o.....
....ooo....
....ooo....
ooooooooooo
.ooooooooo.
..ooooooo..
..ooooooo..
.oooo.oooo.
.oo.....oo.
.o.......o.
"""

SEAL = """
...######...
.##......##.
.#...oo...#.
#....oo....#
#.oooooooo.#
#..oooooo..#
#...oooo...#
#..oooooo..#
#..oo..oo..#
.#........#.
.##......##.
...######...
"""

DRAWINGS: dict[str, str] = {
    "civil_status": CIVIL_STATUS,
    "certification": CERTIFICATION,
    "land": LAND,
    "social": SOCIAL,
    "business": BUSINESS,
    "other": OTHER,
    "results": RESULTS,
    "search": SEARCH,
    "elderly": ELDERLY,
    "disabled": DISABLED,
    "pregnant": PREGNANT,
    "merit": MERIT,
    "ill": ILL,
    "appointment": APPOINTMENT,
    "none": NONE,
    "help": HELP,
    "star": STAR,
    "seal": SEAL,
}
