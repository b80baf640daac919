"""The commands, their arguments and options: generated from the app by `python -m tools.transcribe`."""

# ruff: noqa: E501, RUF028
# A command: its name, its help, its arguments (metavar, help, choices, whether it takes all remaining words) and its
# options. An option: its names, its metavar if it takes a value, its help, its choices, its default.
_VERSION = (('--version',), None, 'Show the version and exit.', (), None)
_DEBUG = (('--debug',), None, 'Show a traceback if magpain crashes.', (), None)
_HELP = (('-h', '--help'), None, 'Show this message and exit.', (), None)
_GROUP = (('--group',), 'GROUP', 'Show only this group (for example, headache).', (), None)
_LEVEL = (('--level',),
 'LEVEL',
 'Show only this certainty of evidence.',
 ('high', 'moderate', 'low', 'very-low', 'none'),
 None)
_DIRECTION = (('--direction',),
 'DIRECTION',
 'Show only this direction of effect.',
 ('favours-intervention', 'favours-comparator', 'no-difference', 'mixed', 'unclear'),
 None)
_ROUTE = (('--route',),
 'ROUTE',
 'Show only conditions studied by this route.',
 ('oral',
  'intravenous',
  'intramuscular',
  'transdermal',
  'topical',
  'intrathecal',
  'epidural',
  'perineural',
  'intra-articular',
  'infiltration',
  'inhaled',
  'any'),
 None)
_SORT = (('--sort',), 'SORT', 'Sort order.', ('group', 'name', 'level', 'studies', 'participants'), 'group')
_DATA = (('--data',), 'FILE', 'Knowledge file to read, - for standard input [env: MAGPAIN_DATA].', (), None)
_FORMAT = (('-f', '--format'),
 'FORMAT',
 'Output format.',
 ('text',
  'json',
  'jsonl',
  'csv',
  'tsv',
  'markdown',
  'bibtex',
  'biblatex',
  'ris',
  'csl',
  'nbib',
  'svg',
  'html',
  'sarif',
  'github'),
 None)
_JSON = (('--json',), None, 'Same as -f json. --json=FIELD,... outputs only those fields.', (), None)
_OUTPUT = (('-o', '--output'), 'FILE', 'Write to FILE; - is standard output (default).', (), None)
_COLOR = (('--color',),
 'COLOR',
 'When to use colour: auto respects the terminal, NO_COLOR and FORCE_COLOR.',
 ('auto', 'always', 'never'),
 'auto')
_NO_CACHE = (('--cache', '--no-cache'), None, 'Use the compiled cache [directory: MAGPAIN_CACHE].', (), None)
_ASCII = (('--ascii',), None, 'Use ASCII characters only.', (), None)
_WORDS = (('--words',), None, 'Write signs and pictures as words.', (), None)
_NO_PAGER = (('--no-pager',), None, 'Never show a long page through a pager.', (), None)
_FULL = (('--full',), None, 'Show all entries in every section.', (), None)
_FINDING = (('--finding',), 'FINDING', 'Show only the finding with this id.', (), None)
_LIMIT = (('--limit',), 'LIMIT', 'At most so many.', (), '20')
_OUTCOME = (('--outcome',), 'OUTCOME', 'Show only outcomes containing these words.', (), None)
_ELEMENTAL = (('--elemental',), None, 'Treat AMOUNT as the element itself.', (), None)
_OFFLINE = (('--online', '--offline'),
 None,
 'Query the services over the network, or use cached answers only (default).',
 (),
 None)
_CONTACT = (('--contact',),
 'EMAIL',
 'Email address to send to the services, as they ask users to do (or set MAGPAIN_CONTACT).',
 (),
 None)
_REFRESH_OLDER_THAN = (('--refresh-older-than',), 'DAYS', 'With --online, download again what is DAYS old or older.', (), '30')
_NUMBERS = (('--numbers',), None, "Compare the file's numbers with the abstracts they were taken from.", (), None)
_RETRACTIONS = (('--retractions',),
 'FILE',
 'Look citations up in a list instead: the Retraction Watch data (CSV), or DOIs, one per line.',
 (),
 None)
_OUTPUT_2 = (('--output',), None, 'The schema of the JSON answers instead.', (), None)
_O = (('-o',), 'FILE', 'Write to a file.', (), None)
_OUTPUT_3 = (('-o', '--output'), 'FILE', 'FILE.db, FILE.json or FILE.yaml.', (), None)
_DIRECTORY = (('--directory',), 'DIR', 'A new directory for Markdown pages.', (), None)
_SINCE = (('--since',), 'OLD', 'Add a page and a feed of what changed since this knowledge file.', (), None)
_ADDRESS = (('--address',), 'URL', 'URL of the site, for the feed and link previews.', (), None)
PROGRAM = ('magpain',
 'Look up the evidence on magnesium for pain: what studies found, how certain it is, and the sources.\n'
 '\n'
 'Examples:\n'
 '  magpain conditions\n'
 '  magpain show fibromyalgia\n'
 '  magpain references migraine-prevention -f ris\n'
 '\n'
 'Not medical advice. Exit status: 0 success, 1 nothing found or check failed, 2 usage error,\n'
 '3 invalid knowledge file, 4 output error, 5 incomplete check, 130 interrupted.\n'
 'See: magpain help exit-status',
 (),
 (_VERSION, _DEBUG, _HELP))
COMMANDS = (('conditions',
  'List conditions with direction and certainty of evidence.\n'
  '\n'
  'Examples:\n'
  '  magpain conditions\n'
  '  magpain conditions --group headache --sort level\n'
  '  magpain conditions --route oral --json',
  (),
  (_GROUP,
   _LEVEL,
   _DIRECTION,
   _ROUTE,
   _SORT,
   _DATA,
   _FORMAT,
   _JSON,
   _OUTPUT,
   _COLOR,
   _NO_CACHE,
   _ASCII,
   _WORDS,
   _NO_PAGER,
   _HELP)),
 ('show',
  'Show the evidence for one condition or group.\n'
  '\n'
  'Examples:\n'
  '  magpain show fibromyalgia\n'
  '  magpain show period pain\n'
  '  magpain show D005356 --full\n'
  '  magpain show headache --json\n'
  '  magpain show fibromyalgia -f ris -o fibromyalgia.ris',
  (('NAME', 'Condition or group: a name, synonym or code, or a question.', (), True),),
  (_FULL, _DATA, _FORMAT, _JSON, _OUTPUT, _COLOR, _NO_CACHE, _ASCII, _WORDS, _NO_PAGER, _HELP)),
 ('why',
  'Explain how certainty was rated, step by step.\n'
  '\n'
  'Examples:\n'
  '  magpain why fibromyalgia\n'
  '  magpain why fibromyalgia --finding pain-oral\n'
  '  magpain why fibromyalgia --full\n'
  '  magpain why migraine prevention --json',
  (('NAME', 'Condition or group: a name, synonym or code, or a question.', (), True),),
  (_FINDING, _FULL, _DATA, _FORMAT, _JSON, _OUTPUT, _COLOR, _NO_CACHE, _ASCII, _WORDS, _NO_PAGER, _HELP)),
 ('search',
  'Search the whole knowledge file.\n'
  '\n'
  'Fields: kind, condition, group, author, year, design, direction, route, level.\n'
  '\n'
  'Examples:\n'
  '  magpain search period pain\n'
  '  magpain search \'"attack frequency" placebo\'\n'
  '  magpain search author:peikert year:1996\n'
  '  magpain search design:rct direction:no-difference citrate',
  (('WORDS', 'Words, "a phrase", word*, or field:value.', (), True),),
  (_LIMIT, _DATA, _FORMAT, _JSON, _OUTPUT, _COLOR, _NO_CACHE, _ASCII, _WORDS, _NO_PAGER, _HELP)),
 ('studies',
  'List studies, including those with null results.\n'
  '\n'
  'Give a condition, a group or one study id; without NAME, all studies are listed.\n'
  '\n'
  'Examples:\n'
  '  magpain studies fibromyalgia\n'
  '  magpain studies macian-2022\n'
  '  magpain studies migraine-prevention -f csv -o studies.csv\n'
  '  magpain studies --json',
  (('[NAME|STUDY]', 'Condition, group or study id. Default: all studies.', (), True),),
  (_DATA, _FORMAT, _JSON, _OUTPUT, _COLOR, _NO_CACHE, _ASCII, _WORDS, _NO_PAGER, _HELP)),
 ('references',
  'List references, or export them.\n'
  '\n'
  'Vancouver style by default; use -f for BibTeX, RIS and other formats.\n'
  '\n'
  'Examples:\n'
  '  magpain references fibromyalgia\n'
  '  magpain references macian-2022 -f csl\n'
  '  magpain references headache -f bibtex -o headache.bib\n'
  '  magpain references -f csl',
  (('[NAME|CITATION]', 'Condition, group or citation id. Default: all references.', (), True),),
  (_DATA, _FORMAT, _JSON, _OUTPUT, _COLOR, _NO_CACHE, _ASCII, _WORDS, _NO_PAGER, _HELP)),
 ('forest',
  'Draw a forest plot for one condition.\n'
  '\n'
  'Examples:\n'
  '  magpain forest migraine prevention\n'
  '  magpain forest tonsillectomy --outcome pain\n'
  '  magpain forest renal colic -o renal-colic.svg',
  (('NAME', 'Condition or group: a name, synonym or code, or a question.', (), True),),
  (_OUTCOME, _FULL, _DATA, _FORMAT, _JSON, _OUTPUT, _COLOR, _NO_CACHE, _ASCII, _WORDS, _NO_PAGER, _HELP)),
 ('map',
  'Show the evidence gap map (conditions by route).\n'
  '\n'
  'Examples:\n'
  '  magpain map\n'
  '  magpain map --full\n'
  '  magpain map --group headache\n'
  '  magpain map -o map.svg',
  (),
  (_GROUP, _FULL, _DATA, _FORMAT, _JSON, _OUTPUT, _COLOR, _NO_CACHE, _ASCII, _WORDS, _NO_PAGER, _HELP)),
 ('compare',
  'Compare conditions side by side.\n'
  '\n'
  'Examples:\n'
  '  magpain compare migraine-prevention tension-type-headache\n'
  '  magpain compare headache',
  (('NAME NAME...', 'Two or more conditions; a group stands for all its conditions.', (), True),),
  (_FULL, _DATA, _FORMAT, _JSON, _OUTPUT, _COLOR, _NO_CACHE, _ASCII, _WORDS, _NO_PAGER, _HELP)),
 ('dose',
  'Convert a magnesium salt dose to elemental magnesium.\n'
  '\n'
  'Examples:\n'
  '  magpain dose 500 oxide\n'
  '  magpain dose 400 mg glycinate --full\n'
  '  magpain dose 2 tablets of 200 mg oxide\n'
  '  magpain dose 2g sulfate heptahydrate\n'
  '  magpain dose 300 citrate-anhydrous --elemental',
  (('AMOUNT', 'Amount in mg, or with a unit: 400, 400mg, 0.4g.', (), False),
   ('FORM', 'Salt, such as oxide or glycinate.', (), True)),
  (_ELEMENTAL, _FULL, _DATA, _FORMAT, _JSON, _OUTPUT, _COLOR, _NO_CACHE, _ASCII, _WORDS, _NO_PAGER, _HELP)),
 ('safety',
  'Show side effects, interactions and cautions.\n'
  '\n'
  'Examples:\n'
  '  magpain safety\n'
  '  magpain safety levothyroxine\n'
  '  magpain safety kidney disease\n'
  '  magpain safety interactions --full',
  (('[TOPIC]', 'Topic, medicine or illness. Default: a list of the topics.', (), True),),
  (_FULL, _DATA, _FORMAT, _JSON, _OUTPUT, _COLOR, _NO_CACHE, _ASCII, _WORDS, _NO_PAGER, _HELP)),
 ('mechanism',
  'Show how magnesium may work, and its history.\n\nExamples:\n  magpain mechanism\n  magpain mechanism history',
  (('[TOPIC]', 'Topic, medicine or illness. Default: a list of the topics.', (), True),),
  (_FULL, _DATA, _FORMAT, _JSON, _OUTPUT, _COLOR, _NO_CACHE, _ASCII, _WORDS, _NO_PAGER, _HELP)),
 ('check',
  'Check knowledge files for errors.\n'
  '\n'
  'Lists every problem with line and column; exits with 1 if there is an error.\n'
  '\n'
  'Examples:\n'
  '  magpain check\n'
  '  magpain check mine.yaml\n'
  '  magpain check mine.yaml theirs.yaml --json\n'
  '  magpain check mine.yaml -f github                  # annotations in a GitHub workflow\n'
  '  magpain check mine.yaml -o problems.sarif          # for editors and code scanning',
  (('[FILE]...', 'The files to check; else the one in use.', (), True),),
  (_DATA, _FORMAT, _JSON, _OUTPUT, _COLOR, _ASCII, _WORDS, _NO_PAGER, _HELP)),
 ('verify',
  'Check citations against Crossref, PubMed and Europe PMC.\n'
  '\n'
  'Reports differences in title, first author, year, journal, volume, issue, pages and identifiers, and '
  'retractions,\n'
  'expressions of concern and corrections. With --numbers, it reports numbers that an abstract contradicts '
  'instead;\n'
  'with --retractions, citations that a list on this machine has.\n'
  '\n'
  'Without --online, it uses answers cached by earlier runs. An interrupted run resumes where it stopped. The\n'
  'knowledge file is never changed.\n'
  '\n'
  'Exits with 1 if there is a difference, a contradicted number or a notice not yet in the file, and with 5 if '
  'there\n'
  'is none but some citations could not be checked.\n'
  '\n'
  'Examples:\n'
  '  magpain verify --online\n'
  '  magpain verify --online --contact you@example.org fibromyalgia\n'
  '  magpain verify bagis-2013 --json\n'
  '  magpain verify -f csv -o verified.csv\n'
  '  magpain verify --numbers --online\n'
  '  magpain verify --retractions retraction_watch.csv',
  (('[NAME]', 'Condition, group or citation id. Default: all citations.', (), True),),
  (_OFFLINE,
   _CONTACT,
   _REFRESH_OLDER_THAN,
   _NUMBERS,
   _RETRACTIONS,
   _DATA,
   _FORMAT,
   _JSON,
   _OUTPUT,
   _COLOR,
   _ASCII,
   _WORDS,
   _NO_PAGER,
   _HELP)),
 ('watch',
  "List reports and trials newer than each condition's last search.\n"
  '\n'
  'Searches PubMed, Europe PMC and ClinicalTrials.gov for what appeared since a condition was last searched\n'
  "(`reviewed`), and leaves out what the knowledge file has. A condition's `search` field holds its query in "
  "PubMed's\n"
  "syntax; without it, the query is made of its names and the intervention's. Trials that ended without a report "
  'are\n'
  'listed as such.\n'
  '\n'
  'Without --online, it uses the results cached by earlier runs. A run that was interrupted resumes where it '
  'stopped,\n'
  'on the same day. The knowledge file is never changed.\n'
  '\n'
  'Exits with 5 if some searches failed.\n'
  '\n'
  'Examples:\n'
  '  magpain watch --online\n'
  '  magpain watch --online --contact you@example.org fibromyalgia\n'
  '  magpain watch headache --json\n'
  '  magpain watch --online -f ris -o new.ris',
  (('[NAME]', 'Condition or group. Default: all conditions.', (), True),),
  (_OFFLINE, _CONTACT, _DATA, _FORMAT, _JSON, _OUTPUT, _COLOR, _ASCII, _WORDS, _NO_PAGER, _HELP)),
 ('diff',
  'Show what changed between two knowledge files.\n'
  '\n'
  'Ratings and their reasons come first. Both files must be valid. Exits with 0 whether or not there are changes.\n'
  '\n'
  'Examples:\n'
  '  magpain diff last-year.yaml conditions.yaml\n'
  '  magpain diff last-year.yaml conditions.yaml -f markdown -o changes.md\n'
  '  magpain diff last-year.yaml conditions.yaml --json\n'
  '  magpain diff last-year.yaml conditions.yaml -f ris   # the papers that are new or corrected',
  (('OLD', 'The earlier knowledge file.', (), False), ('NEW', 'The later one.', (), False)),
  (_FORMAT, _JSON, _OUTPUT, _COLOR, _ASCII, _WORDS, _NO_PAGER, _HELP)),
 ('schema',
  'Print the JSON Schema of the knowledge file.\n'
  '\n'
  'With --output, print the schema of the JSON answers. (Draft 2020-12.)\n'
  '\n'
  'Examples:\n'
  '  magpain schema -o magpain.schema.json\n'
  '  magpain schema --output',
  (),
  (_OUTPUT_2, _O, _HELP)),
 ('export',
  'Export everything as a database, file or set of pages.\n'
  '\n'
  'FILE.db is a SQLite database. FILE.json and FILE.yaml contain the knowledge file itself, without its comments;\n'
  '--data can read them back.\n'
  '\n'
  'Examples:\n'
  '  magpain export -o magpain.db\n'
  '  magpain export -o magpain.json\n'
  '  magpain export --directory pages',
  (),
  (_OUTPUT_3, _DIRECTORY, _DATA, _NO_CACHE, _HELP)),
 ('new',
  'Create a knowledge file from a commented template.\n'
  '\n'
  'Examples:\n'
  '  magpain new mine.yaml\n'
  '  magpain check mine.yaml',
  (('FILE', 'The file to write, which must not exist, or - for standard output.', (), False),),
  (_HELP,)),
 ('site',
  'Write the knowledge file as a static site: a page per condition, map, search.\n'
  '\n'
  'Examples:\n'
  '  magpain site public\n'
  '  magpain site public --data mine.yaml\n'
  '  magpain site public --since last-year.yaml --address https://example.org/magpain/\n'
  '\n'
  'Any web server can serve it, and it also opens from a local directory. Needs magpain[html].',
  (('DIRECTORY', 'Where to write it: new, empty, or a site written before.', (), False),),
  (_SINCE, _ADDRESS, _DATA, _HELP)),
 ('mcp',
  'Answer assistants over the Model Context Protocol (stdio).\n'
  '\n'
  'Examples:\n'
  '  magpain mcp\n'
  '  magpain mcp --data mine.yaml\n'
  '\n'
  "An assistant's program starts it, and ends it by closing its standard input. The file is read again when it "
  'changes.\n'
  'Needs magpain[mcp].',
  (),
  (_DATA, _NO_CACHE, _HELP)),
 ('completion',
  'Print a shell completion script.\n'
  '\n'
  'Examples:\n'
  '  source <(magpain completion bash)\n'
  '  source <(magpain completion zsh)\n'
  '  magpain completion fish | source\n'
  '  magpain completion powershell | Out-String | Invoke-Expression',
  (('SHELL', 'bash, zsh, fish or powershell.', ('bash', 'zsh', 'fish', 'powershell'), False),),
  (_HELP,)),
 ('help',
  'Show help for a command or topic.\n'
  '\n'
  'Examples:\n'
  '  magpain help show\n'
  '  magpain help exit-status\n'
  '  magpain help search syntax\n'
  '\n'
  'Topics:\n'
  '  names          how to refer to a condition or group\n'
  '  search-syntax  how to write a search query\n'
  '  thresholds     how large an effect must be to matter\n'
  '  formats        output formats\n'
  '  environment    environment variables magpain uses\n'
  '  exit-status    exit codes and what they mean',
  (('[WORD]', 'Command or topic.', (), True),),
  (_HELP,)))
