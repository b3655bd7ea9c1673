import rule from '../../../src/rules/etcd/disk-shared-or-slow.js'
import { ruleTest, text } from '../../support/rule-test.js'

ruleTest(rule, {
  silent: {
    gp3: {
      'main.tf': text`
        resource "aws_ebs_volume" "etcd" {
          availability_zone = "eu-west-1a"
          size              = 50
          type              = "gp3"
          iops              = 3000
        }
      `,
    },
    'a large gp2': {
      'main.tf': text`
        resource "aws_ebs_volume" "etcd" {
          size = 200
          type = "gp2"
        }
      `,
    },
    'a disk of something else': {
      'main.tf': text`
        resource "aws_ebs_volume" "jenkins" {
          size = 20
          type = "gp2"
        }

        resource "google_compute_disk" "fetcdata" {
          size = 20
          type = "pd-standard"
        }
      `,
    },
    'a disk for backups': {
      'main.tf': text`
        resource "aws_ebs_volume" "etcd_backup" {
          size = 20
          type = "sc1"
        }
      `,
    },
    'the root disk of a machine that may have another one': {
      'main.tf': text`
        resource "aws_instance" "etcd" {
          instance_type = "i3.large"
          root_block_device {
            volume_size = 20
            volume_type = "gp2"
          }
        }
      `,
    },
    'Premium on Azure': {
      'main.tf': text`
        resource "azurerm_managed_disk" "etcd" {
          name                 = "etcd-0"
          storage_account_type = "Premium_LRS"
          disk_size_gb         = 128
        }
      `,
    },
  },
  cannotTell: {
    'the type comes from a variable': {
      'main.tf': text`
        resource "aws_ebs_volume" "etcd" {
          size = 20
          type = var.etcd_volume_type
        }
      `,
    },
    'the size comes from a variable': {
      'main.tf': text`
        resource "aws_ebs_volume" "etcd" {
          size = var.etcd_volume_size
          type = "gp2"
        }
      `,
    },
    'kops chooses the type': {
      'cluster.yaml': text`
        apiVersion: kops.k8s.io/v1alpha2
        kind: Cluster
        metadata: {name: prod.example.com}
        spec:
          etcdClusters:
          - name: main
            etcdMembers:
            - {name: a, instanceGroup: master-a}
      `,
    },
  },
  reports: {
    'a small gp2': {
      'main.tf': text`
        resource "aws_ebs_volume" "etcd" {
          availability_zone = "eu-west-1a"
          size              = 20
          type              = "gp2"
        }
      `,
      expect: text`
        main.tf
            type              = "gp2"
                                 ~~~ slow
      `,
    },
    'no type is a gp2': {
      'main.tf': text`
        resource "aws_ebs_volume" "data" {
          size = 30
          tags = { Name = "master-1-etcd" }
        }
      `,
      expect: text`
        main.tf
            size = 30
                   ~~ slow
      `,
    },
    'a magnetic disk on Google Cloud': {
      'main.tf': text`
        resource "google_compute_disk" "etcd" {
          name = "etcd-data"
          type = "pd-standard"
        }
      `,
      expect: text`
        main.tf
            type = "pd-standard"
                    ~~~~~~~~~~~ slow
      `,
    },
    'Standard on Azure': {
      'main.tf': text`
        resource "azurerm_managed_disk" "etcd" {
          name                 = "etcd-0"
          storage_account_type = "StandardSSD_LRS"
          disk_size_gb         = 128
        }
      `,
      expect: text`
        main.tf
            storage_account_type = "StandardSSD_LRS"
                                    ~~~~~~~~~~~~~~~ slow
      `,
    },
    CloudFormation: {
      'template.yaml': text`
        AWSTemplateFormatVersion: "2010-09-09"
        Resources:
          EtcdVolume:
            Type: AWS::EC2::Volume
            Properties:
              AvailabilityZone: eu-west-1a
              Size: 30
              VolumeType: st1
              Tags:
              - {Key: Name, Value: etcd-0}
      `,
      expect: text`
        template.yaml
                VolumeType: st1
                            ~~~ slow
      `,
    },
    'members of kops': {
      'cluster.yaml': text`
        apiVersion: kops.k8s.io/v1alpha2
        kind: Cluster
        metadata: {name: prod.example.com}
        spec:
          etcdClusters:
          - name: main
            etcdMembers:
            - {name: a, instanceGroup: master-a, volumeType: gp2, volumeSize: 20}
            - {name: b, instanceGroup: master-b, volumeType: io1, volumeSize: 20, volumeIops: 1000}
      `,
      expect: text`
        cluster.yaml
              - {name: a, instanceGroup: master-a, volumeType: gp2, volumeSize: 20}
                                                               ~~~ slow
      `,
    },
  },
})
