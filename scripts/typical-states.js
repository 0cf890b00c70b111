/**
 * A small state tree for `keep-compiled.js`: it uses what most state trees use, and writes into an empty directory.
 */
export const TYPICAL_STATES = {
  "top.sls": "base:\n  '*':\n    - typical\n",
  "map.jinja": `{% set settings = salt['grains.filter_by']({'default': {'name': 'one', 'list': [1, 2]}}, grain='os') %}
{% macro line(name, value=none) -%}
{{ name }}={{ value | default('', true) }}
{%- endmacro %}
`,
  "greeting.txt": "Hello {{ name }} from {{ grains.id }}\n",
  "other.sls": "other:\n  test.succeed_without_changes\n",
  "typical.sls": `{% from 'map.jinja' import settings, line with context %}
include:
  - other

# Comments, and texts of every kind
{% for i in settings.list %}
file-{{ i }}:
  file.managed:
    - name: PLACE/{{ pillar.get('again', false) | lower }}-{{ i }}
    - mode: '0644'
    - contents: |
        {{ line('a', i) }}
        second
    - require:
      - test: other
{% endfor %}

{%- if grains['os'] is defined and settings.name == 'one' %}
PLACE/greeting:
  file.managed:
    - source: salt://greeting.txt
    - template: jinja
    - context: {name: "{{ settings.name | upper }}"}
    - watch_in:
      - cmd: quiet
{%- endif %}

directory:
  file.directory:
    - name: PLACE/made/below
    - makedirs: True
    - names: [PLACE/made/a, PLACE/made/b]

quiet:
  cmd.run:
    - name: 'true'
    - unless: "test -e PLACE/made"
    - onchanges:
        - file: PLACE/greeting
`,
};
