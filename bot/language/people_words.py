"""The words for people at work, by which numbers count the heads of a firm."""

from __future__ import annotations

import re

from bot.language.numbers import NUMBER

# Words for people at work whatever they do, and what they do: behind a number either counts heads.
CUE = (
    r"(?:people|persons?|ppl|peeps|souls|staff(?: members)?|staffers|employees?|employes|workers?|heads|colleagues"
    r"|co-?workers"
    r"|ftes?|hands|full[- ]?tim(?:e|ers?)|part[- ]?tim(?:e|ers?)|team members|members of staff|crew(?: members)?"
    r"|teammates"
    r"|seasonals?(?! (?:business|work\b|trade))|guys|folks?|fellows|blokes|chaps|men|women|ladies|gents|lads|lasses"
    r"|girls"
    r"|boys|of us|personnel|coll?aborators|operatives|locals|orang|gars|jungs|muchachos|personas|pessoas|personnes"
    r"|persone|mann\b|leute"
    r"|(?:wo)?man(?= (?:band|show|team|business|shop|operation|company|firm|outfit|crew)))\b"
)
FAMILY = (
    r"(?:wife|wifey|husband|hubby|spouse|(?:step|grand|god)?son(?:[- ]in[- ]law)?|(?:step"
    r"|grand)?daughter(?:[- ]in[- ]law)?"
    r"|(?:step)?brother(?:[- ]in[- ]law)?|(?:step)?sister(?:[- ]in[- ]law)?|bro|sis|kid|child|cousin|partner|friend"
    r"|uncle"
    r"|aunt|auntie|nephew|niece|(?:step|god)?mother(?:[- ]in[- ]law)?|(?:step)?father(?:[- ]in[- ]law)?|mum|mom|mam|dad"
    r"|grandma|grandpa|grandmother|grandfather|girlfriend|boyfriend|mate|missus|other half|better half|in-law|twin"
    r"|fianc[eé]e?"
    r"|co-?owner|flatmate|pal|buddy)"
)
JOB = (
    r"(?:helper|apprentice|trainee|intern|part[- ]?timer|full[- ]?timer|assistant|co-?founder|founder|colleague"
    r"|secretary"
    r"|receptionist|mechanic|driver|cleaner|teacher|therapist|nurse|vet|doctor|dentist|hygienist|baker|cook|chef|waiter"
    r"|waitress|barista|bartender|barber|stylist|hairdresser|beautician|developer|dev|programmer|coder|designer"
    r"|engineer"
    r"|tech|technician|carpenter|joiner|plumber|electrician|roofer|welder|machinist|fitter|installer|mason|painter"
    r"|plasterer|labou?rer|builder|temp|freelancer|seamstress|tailor|weaver|knitter|packer|picker|sorter|butcher"
    r"|brewer|roaster|cheesemaker|winemaker|farmhand|fisherman|guide|instructor|trainer|coach|guard|courier"
    r"|dispatcher|clerk|accountant|bookkeeper|consultant|adviser|advisor|lawyer|paralegal|architect|translator|writer"
    r"|editor|photographer|illustrator|salesman|saleswoman|salesperson|sales rep|shop assistant|cashier|craftsman"
    r"|craftswoman|artisan|operator|director|manager|foreman|worker|employee|gardener|florist"
    r"|optician|pharmacist|physio|carer|caregiver|tutor|potter|jeweller|goldsmith|bookbinder|upholsterer"
    r"|groomer|tattooist|tattoo artist|analyst|researcher|scientist|surveyor|draughtsman"
    r"|storeman|warehouseman|office lady|office worker|skipper|planner|supervisor|cutter|polisher|grower|harvester"
    r"|distiller|miller|tiler|glazier|bricklayer|locksmith|blacksmith|smith|shoemaker|cobbler|stonemason|printer|porter"
    r"|housekeeper|maid|server|bellboy|sommelier|dishwasher|kitchen porter|kitchen hand|shop girl|salesgirl|salesclerk"
    r"|marketer|copywriter|tester|admin|administrator|bookseller"
    r"|associate|deckhand|sailor|pilot|loader|mover|removal man|handyman|foreperson|forewoman|setter|turner|moulder"
    r"|stitcher|embroiderer|dyer|dressmaker|beekeeper|shepherd|milker|herdsman|biologist|chemist|midwife|nanny|educator"
    r"|man|woman|guy|girl|lad|lass|boy|bloke|chap|fellow|person|staffer|other)"
)
# Beside others they work too; alone they may be customers.
_ALSO = r"(?:owner|student|volunteer|pensioner|retiree|seller|buyer|teen|teenager)"
JOBS = (
    r"(?:[a-z-]*(?:sons|daughters|brothers|sisters|kids|children|cousins|friends|uncles|aunts|nephews|nieces|parents"
    r"|partners|mates|men|women|women sewers|people)|secretaries|waitresses|seamstresses|physios|coaches|lasses"
    r"|midwives"
    rf"|(?:sons|daughters|brothers|sisters)[- ]in[- ]law|{JOB}s|{_ALSO}s|sewers|carers|others)"
)
# "240 kids" may be pupils; brothers and sons are counted only in a list with the speaker.
WORKERS = (
    r"(?:[a-z]*(?:men|women)|secretaries|waitresses|seamstresses|physios|coaches"
    rf"|{JOB}s|sewers|carers|sisters|brothers|siblings|friends)"
)
# What may stand between a number and those it counts: "12 permanent staff", "2 full time bakers", "40ish people".
BETWEEN = (
    r"(?:-?ish\b|\+)?(?:[\s-]+(?:odd|something|plus|or so|of|my|our|full|part|time|permanent|paid|other|good|great"
    r"|skilled|production|seasonal|office"
    r"|small|fixed|more|young|old|older|trained|qualified|regular|family|sales|shop|kitchen|local|junior|senior|casual"
    r"|steady|hired|web|software|truck|lorry|van|delivery|forklift|massage|dental|music|yoga|language|tour|personal"
    r"|in-house|lovely|hard[- ]working|loyal|experienced|female|male|strong|master|weekend|saturday|summer|student"
    r"|floor"
    r"|factory|field|site|warehouse|workshop|admin|medical|veterinary|legal|technical|freelance|contract|total|fine"
    r"|remote|grown|grown-up|adult|temporary|temp|direct|active|happy|tired|wonderful)){0,3}?"
)
MANY = rf"(?:{JOBS}|{CUE})"
# Plurals that are no people, where anything else before "and me" is taken for people.
_THINGS = (
    r"(?:shop|store|branch(?:e)?|site|location|machine|van|truck|lorrie|car|bike|boat|dog|cat|horse|cow|sheep|goat|hen"
    r"|chicken|pig|chair|table|room|bed|seat|year|month|week|day|hour|hr|minute|min|second|euro|dollar|pound|percent"
    r"|mile"
    r"|kilometre"
    r"|kilometer|km|product|line|brand|market|stall|tank|oven|loom|computer|screen|phone|app|website|customer|client"
    r"|guest|hectare|acre|litre|liter|kilo|ton|tonne|piece|order|bag|boxe|time|thing|reason|way|option|floor|country"
    r"|countrie|city|citie|village|town|house|field|tree|barrel|bottle|book|project|contract|supplier|rival|competitor"
    r"|chain|bank|student|pupil|kid|patient|member|generation|language|meal|cover|plot|workshop|office|quote|block|step"
    r"|metre|meter|cent|rupee|franc|shilling|third|quarter|half|part|pair|kind|sort|type|question|problem|worrie"
    r"|goal)s?"
)
# In a list that ends with the speaker any plural counts people: "5 guides, 2 skippers, me".
OPEN = (
    rf"(?:\s+(?!and\b|plus\b|or\b|in\b|for\b|with\b|to\b|at\b"
    rf"|{_THINGS}\b)[a-z-]+){{0,1}}?\s+(?!{_THINGS}\b)[a-z-]{{2,}}(?<!s)s"
    r"(?=\s*(?:[,;+&)(.\n]|and\b|plus\b|besides\b|$))"
)
OPEN_ONE = rf"\b(?:one|1)\s+(?!{_THINGS}\b|of\b|day\b|and\b|in\b|with\b)[a-z-]{{3,}}(?=\s*(?:[,;+&)]|and\b|plus\b))"
COUNTED = rf"{NUMBER}\s+{CUE}"
# Who is counted beside some named before is a part of the whole: "12 drivers and 3 other people".
OTHER = re.compile(r"\bother\b", re.IGNORECASE)
